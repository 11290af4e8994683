//! Behaviour cases: sources, their creation, and running twice.

use futures::StreamExt;
use pipeline_core::prelude::*;

use crate::support::{Boom, Counter, assert_not_impl, boom, each_after, read_on, tasks, ticks, with_jumps};

#[tokio::test(start_paused = true)]
async fn src_01_from_iter_gives_all() {
    let run = Stream::from_iter([1, 2, 3]).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn src_04_factory_is_called_when_run() {
    let calls = Counter::default();
    let counted = calls.clone();
    let run = Stream::defer(move || {
        counted.add();
        [4, 5, 6]
    })
    .collect::<Vec<_>>();
    assert_eq!(calls.get(), 0);
    assert_eq!(run.await.unwrap(), [4, 5, 6]);
    assert_eq!(calls.get(), 1);
}

#[tokio::test(start_paused = true)]
async fn src_05_factory_once_per_run() {
    let calls = Counter::default();
    let build = || {
        let counted = calls.clone();
        let made = Stream::defer(move || {
            counted.add();
            [1]
        });
        made.collect::<Vec<_>>()
    };
    let (first, second) = (build(), build());
    assert_eq!(calls.get(), 0);
    assert_eq!((first.await.unwrap(), second.await.unwrap()), (vec![1], vec![1]));
    assert_eq!(calls.get(), 2);
}

#[tokio::test(start_paused = true)]
async fn src_06_factory_of_an_async_generator_twice() {
    let build = || {
        Stream::defer(|| {
            Stream::generate(|out| async move {
                for n in [10, 20, 30] {
                    tokio::task::yield_now().await;
                    out.give(n).await;
                }
            })
        })
    };
    for _ in 0..2 {
        assert_eq!(build().collect::<Vec<_>>().await.unwrap(), [10, 20, 30]);
    }
}

#[tokio::test(start_paused = true)]
async fn src_07_source_fails_after_two_items() {
    // Results: the error itself, with the source as its stage.
    let give = |n| async move { if n < 3 { Ok(Some((n, n + 1))) } else { Err(Boom("no third")) } };
    let error = Stream::try_unfold(1, give).name("numbers").try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.stage(), Some("numbers"));
    assert!(matches!(error, PipelineError::Item(error) if *error.error() == Boom("no third")));
    // The prefix is there for those who ask for it.
    let (prefix, errors) = Stream::try_unfold(1, give).collect_split().await.unwrap();
    assert_eq!((prefix, errors.len()), (vec![1, 2], 1));

    // A failing source of plain items.
    let failing = || Stream::from_iter([1, 2]).chain(Stream::fail(Boom("no third")));
    let error = failing().collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `fail` failed: no third");
    assert_eq!(read_on(failing()).await.0, [1, 2]);

    // A panic.
    let panicking = || Stream::from_iter((1..).map(|n| if n < 3 { n } else { boom("no third") }));
    let error = panicking().collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `from_iter` panicked: boom no third");
    assert_eq!(read_on(panicking()).await.0, [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn cre_01_once() {
    assert_eq!(Stream::once(3).collect::<Vec<_>>().await.unwrap(), [3]);
}

#[tokio::test(start_paused = true)]
async fn cre_02_once_of_a_future() {
    let four = async {
        ticks(1).await;
        4
    };
    assert_eq!(with_jumps(Stream::once_async(four)).await, (vec![4], vec![1]));
}

#[tokio::test(start_paused = true)]
async fn cre_04_fail_gives_no_item() {
    let (items, error) = read_on(Stream::<i32>::fail(Boom("thrown"))).await;
    assert!(items.is_empty());
    match error {
        Some(PipelineError::Failed { stage, source, .. }) => {
            assert_eq!(stage, "fail");
            assert_eq!(source.downcast_ref::<Boom>(), Some(&Boom("thrown")));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn cre_09_repeat_no_times() {
    // A number of times is an unsigned one: -1 cannot be written.
    let _: fn(Stream<i32>, usize) -> Stream<i32> = Stream::take;
    assert!(Stream::repeat(7).take(0).collect::<Vec<_>>().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn cre_11_count_by_two() {
    let run = Stream::from_iter((3..).step_by(2)).take(4).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [3, 5, 7, 9]);
}

#[tokio::test(start_paused = true)]
async fn cre_12_list_keeps_its_order() {
    let run = Stream::from_iter(vec![9, 4, 8, 3, 1]).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [9, 4, 8, 3, 1]);
}

#[tokio::test(start_paused = true)]
async fn cre_13_async_source() {
    let items = Stream::from_stream(each_after(1, 1, [4, 9, 16]));
    assert_eq!(with_jumps(items).await, (vec![4, 9, 16], vec![1, 1, 1]));
}

// CRE-14: what is not iterable is no source, to the compiler.
assert_not_impl!(i32: pipeline_core::IntoStream);
assert_not_impl!((): pipeline_core::IntoStream);

#[tokio::test(start_paused = true)]
async fn cre_15_first_closes_its_source_open_keeps_it() {
    let (tx, rx) = tokio::sync::mpsc::channel(4);
    tx.send(1).await.unwrap();
    tx.send(2).await.unwrap();
    assert_eq!(Stream::from_receiver(rx).first().await.unwrap(), Some(1));
    assert!(tx.is_closed());

    let mut kept = Stream::from_iter([1, 2]).open();
    assert_eq!(kept.next().await.unwrap().unwrap(), 1);
    assert_eq!(kept.next().await.unwrap().unwrap(), 2);
}

#[tokio::test(start_paused = true)]
async fn awt_01_last_item() {
    assert_eq!(Stream::from_iter(0..5).last().await.unwrap(), Some(4));
    assert_eq!(Stream::<i32>::empty().last().await.unwrap(), None);
}

fn three() -> Stream<i32> {
    Stream::from_iter(0..3)
}

#[tokio::test(start_paused = true)]
async fn awt_03_same_recipe_twice() {
    for _ in 0..2 {
        assert_eq!(three().collect::<Vec<_>>().await.unwrap(), [0, 1, 2]);
    }
}

#[tokio::test(start_paused = true)]
async fn run_01_collect_twice() {
    let build = || [1, 2, 3] | pipe::map(|n| n * 2) | pipe::collect();
    let (first, second): (Vec<i32>, Vec<i32>) = (build().await.unwrap(), build().await.unwrap());
    assert_eq!(first, [2, 4, 6]);
    assert_eq!(second, first);
    assert_eq!(tasks(), 0);
}

// RUN-02: a stream is used up by a terminal, which takes it by value, and cannot be copied: a second run is E0382.
assert_not_impl!(Stream<i32>: Clone);
assert_not_impl!(Run<i32>: Clone);

#[tokio::test(start_paused = true)]
async fn run_02_one_shot_source_runs_once_by_type() {
    let _: fn(Stream<i32>) -> Run<Vec<i32>> = Stream::collect;
    let shots = [1, 2, 3].into_iter();
    assert_eq!(Stream::from_iter(shots).collect::<Vec<_>>().await.unwrap(), [1, 2, 3]);
}
