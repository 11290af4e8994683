//! Bounds, readers that come and go, errors that pass, memories that forget.

use std::sync::{Arc, Barrier};

use futures::StreamExt;
use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counted, Counts};
use tokio::sync::{Notify, Semaphore};

use crate::support::{all, counted, runtimes, settle, yields};

/// A number whose life is counted.
type Item = Counted<i32>;

type Word = (&'static str, fn(Stream<Item>) -> Stream<Item>);

/// The words that give the items they get, each in a way that gives many of them.
const WORDS: &[Word] = &[
    ("take_last", |s| s.slice(..60).take_last(20)),
    ("skip_last", |s| s.skip_last(5)),
    ("slice", |s| s.slice(3..1_000)),
    ("step_by", |s| s.step_by(2)),
    ("take_until", |s| s.take_until(|item| **item == 1_000)),
    ("take_until_async", |s| s.take_until_async(|item| std::future::ready(**item == 1_000))),
    ("take_while_async", |s| s.take_while_async(|item| std::future::ready(**item < 1_000))),
    ("skip_while_async", |s| s.skip_while_async(|item| std::future::ready(**item < 3))),
    ("scan_async", |s| s.scan_async((), |(), item| async move { Some((item, ())) })),
    ("accumulate", |s| s.accumulate(|before, item| if **item % 3 == 0 { before } else { item })),
    ("dedup", |s| s.dedup()),
    ("dedup_by_key", |s| s.dedup_by_key(|item| **item / 2)),
    ("distinct", |s| s.distinct(6)),
    ("distinct_by_key", |s| s.distinct_by_key(6, |item| **item / 2)),
];

#[test]
fn a_reader_that_does_not_read_is_waited_for() {
    for runtime in runtimes() {
        runtime.block_on(items_alive_are_bounded());
    }
}

async fn items_alive_are_bounded() {
    for (word, attach) in WORDS {
        let (counts, gate) = (Counts::new(), Arc::new(Semaphore::new(0)));
        let opens = gate.clone();
        let run = attach(Stream::from_iter(counts.items(0..100))).for_each_async(move |item| {
            let gate = gate.clone();
            async move {
                gate.acquire().await.unwrap().forget();
                drop(item);
            }
        });
        let most = run.max_in_flight();
        assert!(most < 40, "{word}: the source must not run dry at {most}");
        let run = tokio::spawn(run.into_future());
        settle().await;
        assert!(counts.most_alive() <= most, "{word}: {} > {most}", counts.most_alive());
        opens.add_permits(100);
        run.await.unwrap().unwrap();
        assert!(counts.most_alive() <= most, "{word}: {} > {most}", counts.most_alive());
        assert_eq!(counts.alive(), 0, "{word}");
    }
}

#[tokio::test]
async fn a_run_may_be_dropped_at_any_time() {
    for (word, attach) in WORDS {
        for turns in 0..30 {
            let counts = Counts::new();
            let slow = |item| async move {
                tokio::task::yield_now().await;
                item
            };
            let run = attach(Stream::from_iter(counts.items(0..100))).map_async(slow).drain();
            match run.cancel_when(yields(turns)).await {
                Ok(()) | Err(PipelineError::Cancelled) => {}
                Err(other) => panic!("{word} after {turns} turns: {other}"),
            }
            settle().await;
            assert_eq!(counts.alive(), 0, "{word} after {turns} turns");
        }
    }
}

#[test]
fn what_has_no_bound_says_so() {
    let source = || Stream::from_iter(0..9);
    assert_eq!(source().chunk_by(|a, b| a == b).count().max_in_flight(), usize::MAX);
    assert_eq!(
        source().map_async(|n| async move { n }).take_last(usize::MAX).count().max_in_flight(),
        usize::MAX
    );
    assert_eq!(source().take_last(7).count().max_in_flight(), 8);
}

/// What is left at the end is given as it is asked for, to a reader that breaks off as to one that takes it all.
#[tokio::test]
async fn what_is_left_at_the_end_is_read_piece_by_piece() {
    let mut open = Stream::from_iter(0..10).take_last(3).open();
    for wanted in 7..10 {
        assert_eq!(open.next().await.unwrap().unwrap(), wanted);
        settle().await;
    }
    assert!(open.next().await.is_none());
    assert_eq!(all(Stream::from_iter(0..10).take_last(5).take(2)).await, [5, 6]);
    let ten = || Stream::from_iter(0..10).take_last(4);
    assert_eq!(all(ten().map_async(|n| async move { n }).workers(3).ordered()).await, [6, 7, 8, 9]);
    assert_eq!(all(ten().buffer(2).chunks(3)).await, [vec![6, 7, 8], vec![9]]);
}

/// Many items that are left give way to others, who end the run when they see the first.
#[tokio::test]
async fn what_is_left_at_the_end_gives_way() {
    let seen = Arc::new(Notify::new());
    let see = seen.clone();
    let slow = Stream::from_iter(0..300_000_u32).take_last(usize::MAX).filter(move |_| {
        see.notify_one();
        false
    });
    let outcome = slow.count().cancel_when(async move { seen.notified().await }).await;
    assert!(matches!(outcome, Err(PipelineError::Cancelled)), "{outcome:?}");
}

#[tokio::test]
async fn errors_pass_in_their_place_and_do_not_count() {
    let checked = || Stream::from_iter(0..6).try_map(|n| if n % 2 == 0 { Ok(n) } else { Err(n) });
    // What is given, errors as negative numbers.
    async fn seen(stream: TryStream<i32, i32>) -> Vec<i32> {
        all(stream.recover(|error| -error.into_error())).await
    }
    assert_eq!(seen(checked().take_last(2)).await, [-1, -3, -5, 2, 4]);
    assert_eq!(seen(checked().skip_last(1)).await, [-1, 0, -3, 2, -5]);
    assert_eq!(seen(checked().slice(1..2)).await, [-1, 2]);
    assert_eq!(seen(checked().step_by(2)).await, [0, -1, -3, 4, -5]);
    assert_eq!(seen(checked().take_until(|n| *n == 2)).await, [0, -1, 2]);
    assert_eq!(seen(checked().take_until_async(|&n| async move { n == 2 })).await, [0, -1, 2]);
    assert_eq!(seen(checked().accumulate_from(7, |a, b| a + b)).await, [7, 7, -1, 9, -3, 13, -5]);
    assert_eq!(seen(checked().map(|_| 8).dedup()).await, [8, -1, -3, -5]);
    // Terminals see both.
    assert_eq!(checked().nth(1).await.unwrap().unwrap().unwrap_err().into_error(), 1);
    assert_eq!(checked().count_by_key(|item| item.is_ok()).await.unwrap()[&false], 3);
}

#[tokio::test]
async fn what_is_remembered_is_the_last_that_was_given() {
    let given = all(Stream::from_iter([1, 2, 1, 3, 1, 2, 3, 4, 1]).distinct(2)).await;
    assert_eq!(given, [1, 2, 3, 1, 2, 3, 4, 1]);
    // All of one hash: only what they are tells them apart.
    let same = |n: &i32| OneHash(*n);
    let many = Stream::from_iter((0..400).map(|n| n * 7 % 20)).distinct_by_key(20, same);
    assert_eq!(all(many).await.len(), 20);
    let few = all(Stream::from_iter((0..400).map(|n| n % 20)).distinct_by_key(19, same)).await;
    assert_eq!(few, (0..400).map(|n| n % 20).collect::<Vec<_>>());
}

#[derive(PartialEq, Eq)]
struct OneHash(i32);

impl std::hash::Hash for OneHash {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

/// The input is torn down when the last item is here, though it would never end.
#[tokio::test]
async fn the_input_is_left_at_once() {
    let endless = || Stream::from_iter([1, 2]).chain(Stream::pending());
    assert_eq!(all(endless().take_until(|n| *n == 2)).await, [1, 2]);
    assert_eq!(all(endless().take_until_async(|&n| async move { n == 2 })).await, [1, 2]);
    assert_eq!(all(endless().take_while_async(|&n| async move { n < 2 })).await, [1]);
    assert_eq!(all(endless().slice(1..2)).await, [2]);
    assert_eq!(endless().nth(1).await.unwrap(), Some(2));
    let (numbers, asked) = counted();
    assert_eq!(all(numbers.take_while_async(|&n| async move { n < 2 })).await, [0, 1]);
    // One more may be in the source's hand.
    assert!(asked.load(std::sync::atomic::Ordering::SeqCst) <= 4);
}

/// Each call waits for the other.
#[tokio::test]
async fn blocking_calls_are_made_side_by_side() {
    let both = Arc::new(Barrier::new(2));
    let run = Stream::from_iter(0..6).for_each_blocking(move |_| _ = both.wait()).workers(2);
    assert_eq!(run.graph().to_string(), "from_iter => for_each_blocking (2 workers)\n");
    run.await.unwrap();
}

#[tokio::test]
async fn the_words_stand_in_all_forms() {
    let found = pipeline!(0..20 | step_by(2) | take_last(4) | skip_last(1) | dedup() | nth(1));
    assert_eq!(found.await.unwrap(), Some(14));
    let found = pipeline!(0..20 | take_while_async(|&n| async move { n < 9 }) | distinct(3) | top_k(2));
    assert_eq!(found.await.unwrap(), [8, 7]);
    let found = (0..20) | pipe::slice(2..) | pipe::chunk_by(|a, b| a / 10 == b / 10) | pipe::count();
    assert_eq!(found.await.unwrap(), 2);
}
