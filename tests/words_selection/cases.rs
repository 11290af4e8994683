//! The cases, by id.

use std::cmp::Ordering;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use pipeline_core::prelude::*;
use tokio::time::Instant;

use crate::support::{after_a_tick, all, counted, settle, ticks_since};

#[tokio::test(start_paused = true)]
async fn sel_09_skip_last_zero() {
    assert_eq!(all(Stream::from_iter(0..10).skip_last(0)).await, (0..10).collect::<Vec<_>>());
    assert!(all(Stream::from_iter(0..3).skip_last(3)).await.is_empty());
    assert!(all(Stream::from_iter(0..3).skip_last(usize::MAX)).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn sel_13_a_slice_of_places_from_the_end() {
    assert_eq!(all(Stream::from_iter(10..20).take_last(3).skip_last(1)).await, [17, 18]);
}

#[tokio::test(start_paused = true)]
async fn sel_14_a_slice_from_the_end_by_steps() {
    assert_eq!(all(Stream::from_iter(10..20).take_last(5).skip_last(1).step_by(2)).await, [15, 17]);
}

#[tokio::test(start_paused = true)]
async fn sel_22_a_slice_from_the_end_of_few() {
    assert_eq!(all(Stream::from_iter(0..2).take_last(3).skip_last(1)).await, [0]);
}

/// Places and steps are unsigned numbers: a negative one does not compile, and what is left to refuse is none.
#[tokio::test(start_paused = true)]
async fn sel_15_steps_and_memories_of_nothing_are_refused() {
    let _: fn(Stream<i32>, usize) -> Stream<i32> = Stream::step_by;
    let _: fn(Stream<i32>, std::ops::Range<usize>) -> Stream<i32> = Stream::slice;
    let (numbers, asked) = counted();
    let refused = [
        (numbers.step_by(0), "step_by", "step"),
        (Stream::from_iter(0..3).distinct(0), "distinct", "capacity"),
        (Stream::from_iter(0..3).distinct_by_key(0, |n| *n), "distinct_by_key", "capacity"),
    ];
    for (stream, word, argument) in refused {
        let error = stream.count().await.unwrap_err();
        let fits = matches!(&error, PipelineError::InvalidOption { stage, option, .. }
            if stage == word && *option == argument);
        assert!(fits, "{error}");
    }
    assert_eq!(asked.load(SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn sel_18_an_item_that_is_not_there() {
    assert_eq!(Stream::from_iter(0..5).nth(10).await.unwrap(), None);
    assert_eq!(Stream::from_iter(0..5).nth(4).await.unwrap(), Some(4));
}

#[tokio::test(start_paused = true)]
async fn sel_19_an_item_from_the_end_that_is_not_there() {
    let source = || Stream::from_iter(0..5);
    assert_eq!(source().nth_back(9).await.unwrap(), None);
    assert_eq!(source().nth_back(usize::MAX).await.unwrap(), None);
    assert_eq!(source().nth_back(4).await.unwrap(), Some(0));
    assert_eq!(source().nth_back(0).await.unwrap(), Some(4));
}

#[tokio::test(start_paused = true)]
async fn sel_20_item_slice_and_step() {
    let (numbers, asked) = counted();
    assert_eq!((numbers.nth(2).await.unwrap(), asked.load(SeqCst)), (Some(2), 3));
    let (numbers, asked) = counted();
    assert_eq!((all(numbers.slice(1..3)).await, asked.load(SeqCst)), (vec![1, 2], 3));
    assert_eq!(all(Stream::from_iter(0..5).slice(1..5).step_by(2)).await, [1, 3]);
    assert_eq!(all(Stream::from_iter(0..5).slice(3..)).await, [3, 4]);
    assert_eq!(all(Stream::from_iter(0..5).slice(..=1)).await, [0, 1]);
    assert_eq!(all(Stream::from_iter(0..5).slice(..)).await, [0, 1, 2, 3, 4]);
    assert_eq!(all(Stream::from_iter(0..5).slice(4..=usize::MAX)).await, [4]);
}

#[tokio::test(start_paused = true)]
#[allow(clippy::reversed_empty_ranges, reason = "that is the case")]
async fn sel_21_what_is_empty_asks_for_nothing() {
    let empty: [fn(Stream<i32>) -> Stream<i32>; 4] =
        [|s| s.slice(5..2), |s| s.slice(3..3), |s| s.slice(..0), |s| s.take_last(0)];
    for attach in empty {
        let (numbers, asked) = counted();
        assert_eq!((all(attach(numbers)).await.len(), asked.load(SeqCst)), (0, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn sel_26_until_never() {
    assert_eq!(all(Stream::from_iter(0..3).take_until(|n| *n > 9)).await, [0, 1, 2]);
    let (numbers, asked) = counted();
    assert_eq!((all(numbers.take_until(|n| *n == 2)).await, asked.load(SeqCst)), (vec![0, 1, 2], 3));
}

#[tokio::test(start_paused = true)]
async fn sel_27_until_async() {
    let start = Instant::now();
    let given = Stream::from_iter(1..10).take_until_async(|&n| after_a_tick(n == 3));
    let given = given.map(move |n| (n, ticks_since(start)));
    assert_eq!((all(given).await, ticks_since(start)), (vec![(1, 1), (2, 2), (3, 3)], 3));
    let start = Instant::now();
    let given = all(Stream::from_iter(1..10).take_while_async(|&n| after_a_tick(n < 3))).await;
    assert_eq!((given, ticks_since(start)), (vec![1, 2], 3));
}

#[tokio::test(start_paused = true)]
async fn sel_30_skip_while_async_asks_seven_times() {
    let start = Instant::now();
    let asked = Arc::new(AtomicUsize::new(0));
    let asking = asked.clone();
    let given = all(Stream::from_iter(1..10).skip_while_async(move |&n| {
        asking.fetch_add(1, SeqCst);
        after_a_tick(n < 7)
    }));
    assert_eq!((given.await, ticks_since(start), asked.load(SeqCst)), (vec![7, 8, 9], 7, 7));
}

#[tokio::test(start_paused = true)]
async fn trn_05_cycle_of_nothing_gives_way() {
    let nothing: [Stream<i32>; 2] = [
        Stream::cycle(Vec::new),
        Stream::cycle(|| Stream::from_iter(0..0).map_async(|n: i32| async move { n }).workers(2)),
    ];
    for cycle in nothing {
        // The clock stands still while anything runs, so turns are counted, not ticks.
        let outcome = cycle.first().cancel_when(settle()).await;
        assert!(matches!(outcome, Err(PipelineError::Cancelled)));
        settle().await;
        assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn trn_06_cycle_runs_its_source_again() {
    let (start, made) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    let making = made.clone();
    let cycle = Stream::cycle(move || {
        making.fetch_add(1, SeqCst);
        Stream::once_async(after_a_tick(1))
    });
    let given = cycle.take(5).map(move |n| (n, ticks_since(start)));
    assert_eq!(all(given).await, [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5)]);
    assert_eq!((ticks_since(start), made.load(SeqCst)), (5, 5));
}

#[tokio::test(start_paused = true)]
async fn cycle_fails_as_what_it_makes() {
    let made = Stream::cycle(|| Stream::from_iter(0..2).chunks(0)).first().await.unwrap_err();
    assert_eq!(made.stage(), Some("cycle"), "{made}");
    let checked = Stream::cycle(|| Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>()));
    let (values, errors) = checked.ok_only().take(2).try_map(Ok::<_, ()>).collect_split().await.unwrap();
    assert_eq!((values, errors.len()), (vec![1, 1], 0));
    let alone = Stream::cycle(|| [1, 2]).take(5).collect::<Vec<_>>().run_local();
    assert_eq!(futures::executor::block_on(alone).unwrap(), [1, 2, 1, 2, 1]);
}

#[tokio::test(start_paused = true)]
async fn agg_01_running_sums() {
    assert_eq!(all(Stream::from_iter(0..5).accumulate(|a, b| a + b)).await, [0, 1, 3, 6, 10]);
    assert!(all(Stream::from_iter(0..0).accumulate(|a, b| a + b)).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn agg_02_running_products_with_the_start() {
    assert_eq!(all(Stream::from_iter([2, 3]).accumulate_from(2, |a, b| a * b)).await, [2, 4, 12]);
    assert_eq!(all(Stream::<i32>::empty().accumulate_from(2, |a, b| a * b)).await, [2]);
    // It is given before anything is asked for.
    assert_eq!(Stream::<i32>::pending().accumulate_from(2, |a, b| a * b).first().await.unwrap(), Some(2));
    let pipe = pipe::accumulate_from(String::new(), |text, n: i32| format!("{text}{n}"));
    assert_eq!(all(Stream::from_iter(0..3) | pipe).await, ["", "0", "01", "012"]);
}

#[tokio::test(start_paused = true)]
async fn agg_05_least_and_most() {
    assert_eq!(Stream::from_iter(0..5).reduce(i32::min).await.unwrap(), Some(0));
    assert_eq!(Stream::from_iter(0..5).reduce(i32::max).await.unwrap(), Some(4));
    assert_eq!(Stream::from_iter(0..5).min().await.unwrap(), Some(0));
    assert_eq!(Stream::from_iter(0..5).max().await.unwrap(), Some(4));
    assert_eq!(Stream::from_iter(0..0).max().await.unwrap(), None);
    let equal = || Stream::from_iter([(1, 'a'), (2, 'b'), (1, 'c'), (2, 'd')]);
    assert_eq!(equal().min_by_key(|it| it.0).await.unwrap(), Some((1, 'a')));
    assert_eq!(equal().max_by_key(|it| it.0).await.unwrap(), Some((2, 'd')));
}

#[tokio::test(start_paused = true)]
async fn top_k_is_the_head_of_what_is_sorted() {
    // Few different values, in no order: what is equal must stay in the order it came.
    let numbers: Vec<_> = (0..200).map(|n| (n * 37 % 11, n)).collect();
    for n in [0, 1, 10, 200, 300] {
        let mut sorted = numbers.clone();
        sorted.sort_by_key(|item| std::cmp::Reverse(item.0));
        sorted.truncate(n);
        let by_value = Stream::from_iter(numbers.clone()).map(|(value, place)| ByValue(value, place));
        let largest = by_value.top_k(n).await.unwrap();
        assert_eq!(largest.into_iter().map(|it| (it.0, it.1)).collect::<Vec<_>>(), sorted);
    }
}

/// Its place does not count.
#[derive(Debug)]
struct ByValue(i32, i32);

impl PartialEq for ByValue {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for ByValue {}

impl PartialOrd for ByValue {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByValue {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
