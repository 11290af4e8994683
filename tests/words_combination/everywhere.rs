//! What holds for all words of the group: bounds, dropping, panics, the macro.

use pipeline_core::pipeline;
use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counted, Counts};

use crate::support::*;

/// An item that is counted while it lives; its copies are not.
struct Item(Option<Counted<()>>, u32);

impl Clone for Item {
    fn clone(&self) -> Self {
        Self(None, self.1)
    }
}

async fn settle_a_little() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

type Attach = fn(Stream<Item>, Stream<Item>) -> Stream<Item>;

/// The words, between two sources and a stream of items.
fn words() -> Vec<(&'static str, Attach)> {
    vec![
        ("zip_strict", |a, b| a.zip_strict(b).map(|(a, _)| a).into()),
        ("zip_latest", |a, b| a.zip_latest(b).map(|(a, _)| a).into()),
        ("zip_latest_from", |a, b| {
            a.zip_latest_from(b, (Item(None, 0), Item(None, 0))).map(|(a, _)| a).into()
        }),
        ("interleave", |a, b| a.interleave(b)),
        ("merge_sorted_by", |a, b| a.merge_sorted_by(b, |a, b| a.1.cmp(&b.1))),
        ("merge_sorted_by_key", |a, b| a.merge_sorted_by_key(b, |a| a.1)),
        ("or_else", |a, b| a.or_else(b)),
        ("merge_first", |a, b| a.merge_first(b)),
        ("merge", |a, b| {
            let a = a.map_async(|item| async move { item }).workers(3);
            a.merge(b.map_async(|item| async move { item }).workers(2))
        }),
        ("route", |a, b| {
            let [c, d] = a.merge(b).route(|item| item.1 as usize % 2);
            c.merge(d)
        }),
        ("balance", |a, b| {
            let [c, d] = a.merge(b).balance();
            c.merge(d)
        }),
        ("flatten_stream", |a, b| a.map(Stream::once).flatten_stream().merge(b)),
        ("flat_map_stream", |a, b| a.flat_map_stream(Stream::once).workers(3).merge(b)),
        ("merge behind one worker each", |a, b| {
            // The first gives nothing for a while, so that the stage waits for it while it gives an item of
            // the other.
            let a = a.map_async(|item| async move {
                settle_a_little().await;
                item
            });
            a.merge(b.map_async(|item| async move { item }))
        }),
        ("switch_map alone", |a, b| {
            drop(b);
            a.switch_map(Stream::once)
        }),
        ("switch_map", |a, b| a.switch_map(Stream::once).merge(b)),
    ]
}

fn source(counts: &Counts, items: u32) -> Stream<Item> {
    let counted = counts.items(std::iter::repeat(()));
    Stream::from_iter((0..items).zip(counted).map(|(n, counted)| Item(Some(counted), n)))
}

#[tokio::test]
async fn a_reader_that_never_gets_on_holds_all_up_within_the_bound() {
    for (word, attach) in words() {
        for buffer in [None, Some(0), Some(2)] {
            let counts = Counts::new();
            let mut streams = [source(&counts, 500), source(&counts, 500)];
            if let Some(items) = buffer {
                streams = streams.map(|stream| stream.buffer(items));
            }
            let [a, b] = streams;
            let run = attach(a, b).for_each_async(|item| async move {
                std::future::pending::<()>().await;
                drop(item);
            });
            let bound = run.max_in_flight();
            let run = tokio::spawn(run.into_future());
            settle().await;
            assert!(
                counts.most_alive() <= bound,
                "{word}, buffer {buffer:?}: {} > {bound}",
                counts.most_alive()
            );
            run.abort();
            assert!(run.await.unwrap_err().is_cancelled());
            settle().await;
            assert_eq!((counts.alive(), tasks()), (0, 0), "{word}");
        }
    }
}

#[tokio::test]
async fn a_run_that_is_dropped_at_any_time_leaves_nothing() {
    for (word, attach) in words() {
        for turns in 0..40 {
            let counts = Counts::new();
            let stream = attach(source(&counts, 50), source(&counts, 50));
            let run = tokio::spawn(stream.drain().into_future());
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
            run.abort();
            let _ = run.await;
            settle().await;
            assert_eq!((counts.alive(), tasks()), (0, 0), "{word} after {turns} turns");
        }
    }
}

#[tokio::test]
async fn a_panic_in_a_function_names_its_stage() {
    quiet();
    let numbers = || Stream::from_iter([1, 2]);
    #[derive(Debug)]
    struct Bad;
    impl Clone for Bad {
        fn clone(&self) -> Self {
            panic!("boom")
        }
    }
    let [a, b] = numbers().route(|_| panic!("boom"));
    let runs: Vec<(&str, Run<usize>)> = vec![
        ("merge_sorted_by", numbers().merge_sorted_by([3], |_, _| panic!("boom")).count()),
        ("merge_sorted_by_key", numbers().merge_sorted_by_key([3], |_| -> i32 { panic!("boom") }).count()),
        ("zip_latest", Stream::from_iter([Bad]).zip_latest([1]).count()),
        ("zip_latest_from", Stream::from_iter([Bad]).zip_latest_from([1], (Bad, 2)).count()),
        ("switch_map", numbers().switch_map(|_| -> Vec<i32> { panic!("boom") }).count()),
        ("flat_map_stream", numbers().flat_map_stream(|_| -> Stream<i32> { panic!("boom") }).count()),
        ("route", a.merge(b).count()),
    ];
    for (word, run) in runs {
        assert_eq!(run.await.unwrap_err().to_string(), format!("stage `{word}` panicked: boom"));
    }
    assert_eq!(tasks(), 0);
}

#[tokio::test]
async fn the_words_of_the_macro() -> Result<(), PipelineError> {
    let found: Vec<i32> = pipeline! {
        [1, 4] | merge_sorted_by([2, 3], |a: &i32, b: &i32| a.cmp(b)) | merge_sorted_by_key([0], |n: &i32| *n)
            | interleave([9]) | or_else([7]) | merge_first([8]) | collect()
    }
    .await?;
    assert_eq!(found, [8, 0, 9, 1, 2, 3, 4]);
    let pairs: Vec<((i32, i32), i32)> =
        pipeline! { [1] | zip_strict([2]) | zip_latest([3]) | collect() }.await?;
    assert_eq!(pairs, [((1, 2), 3)]);
    let latest: Vec<(i32, i32)> = pipeline! { [1] | zip_latest_from([3], (0, 0)) | collect() }.await?;
    assert_eq!(latest, [(1, 0), (1, 3)]);
    let streams: Vec<i32> = pipeline! {
        [1, 2] | map(|n| Stream::from_iter(0..n)) | flatten_stream().workers(2).ordered()
            | flat_map_stream(|n| vec![n; 2]) | collect()
    }
    .await?;
    assert_eq!(streams, [0, 0, 0, 0, 1, 1]);
    let latest: Vec<i32> = pipeline! { [5] | switch_map(|n| Stream::from_iter(0..n)) | collect() }.await?;
    assert_eq!(latest, [0, 1, 2, 3, 4]);
    Ok(())
}

#[tokio::test]
async fn the_splits_of_the_macro() {
    let run = pipeline!({
        let [a, b] = 0..9 | route(|n| n % 2);
        let [c, d] = b | balance();
        (a | count(), c | count(), d | count())
    });
    let (even, here, there) = run.await.unwrap();
    assert_eq!((even, here + there), (5, 4));
}
