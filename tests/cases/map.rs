//! Behaviour cases: map, filter, foreach.

use std::time::Duration;

use pipeline_core::{Elapsed, prelude::*};

use crate::support::{Boom, Clock, Counter, Log, boom, read_on, tasks, ticks, with_jumps};

async fn wait_for(n: u64) -> u64 {
    ticks(n).await;
    n
}

#[tokio::test(start_paused = true)]
async fn map_01_sync_times_two() {
    assert_eq!(Stream::from_iter([1, 2, 3]).map(|n| n * 2).collect::<Vec<_>>().await.unwrap(), [2, 4, 6]);
}

#[tokio::test(start_paused = true)]
async fn map_02_async_times_two() {
    let run = Stream::from_iter([1, 2, 3]).map_async(|n| async move { n * 2 }).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [2, 4, 6]);
}

#[tokio::test(start_paused = true)]
async fn map_05_unit_and_none_are_items() {
    assert_eq!(Stream::from_iter([1, 2]).map(drop).collect::<Vec<_>>().await.unwrap(), [(), ()]);
    let none = Stream::from_iter([1, 2]).map(|_| None::<i32>);
    assert_eq!(none.collect::<Vec<_>>().await.unwrap(), [None, None]);
}

#[tokio::test(start_paused = true)]
async fn mpa_02_map_over_two_sources() {
    let run = Stream::from_iter(0..5).zip(0..5).map(|(a, b)| a + b).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [0, 2, 4, 6, 8]);
}

#[tokio::test(start_paused = true)]
async fn mpa_03_all_at_once_ordered() {
    let waits = Stream::from_iter([1, 2, 3]).map_async(wait_for).workers(100).ordered();
    assert_eq!(with_jumps(waits).await, (vec![1, 2, 3], vec![1, 1, 1]));
}

#[tokio::test(start_paused = true)]
async fn mpa_04_one_worker_is_sequential() {
    let waits = Stream::from_iter([1, 2, 3]).map_async(wait_for).workers(1).ordered();
    assert_eq!(with_jumps(waits).await, (vec![1, 2, 3], vec![1, 2, 3]));
}

#[tokio::test(start_paused = true)]
async fn mpa_05_async_over_two_sources() {
    let pairs = Stream::from_iter([1, 2, 3]).zip([1, 2, 3]);
    let waits = pairs.map_async(|(a, b)| async move { wait_for(a).await.min(b) }).workers(100).ordered();
    assert_eq!(with_jumps(waits).await, (vec![1, 2, 3], vec![1, 1, 1]));
}

#[tokio::test(start_paused = true)]
async fn mpa_06_completion_order() {
    let waits = Stream::from_iter([2, 4, 1, 3, 5]).map_async(wait_for).workers(100);
    assert_eq!(with_jumps(waits).await, (vec![1, 2, 3, 4, 5], vec![1, 1, 1, 1, 1]));
}

#[tokio::test(start_paused = true)]
async fn mpa_08_no_workers_is_refused_and_options_are_on_both_kinds() {
    let sync = Stream::from_iter([1]).map(|n| n).workers(0).count();
    assert!(matches!(sync.await, Err(PipelineError::InvalidOption { option: "workers", .. })));
    let later = Stream::from_iter([1]).map_async(|n| async move { n }).workers(0).count();
    assert!(matches!(later.await, Err(PipelineError::InvalidOption { option: "workers", .. })));
    let ordered = Stream::from_iter(0..9).map(|n| n).workers(4).ordered().collect::<Vec<_>>();
    assert_eq!(ordered.await.unwrap(), (0..9).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn mpa_09_take_of_an_endless_source_leaves_no_task() {
    let waits = Stream::from_iter(1..).map_async(wait_for).workers(10).ordered().take(3);
    assert_eq!(with_jumps(waits).await, (vec![1, 2, 3], vec![1, 1, 1]));
    assert_eq!(tasks(), 0);
}

#[derive(Debug, PartialEq)]
struct Late;

impl From<Elapsed> for Late {
    fn from(_: Elapsed) -> Self {
        Late
    }
}

impl From<Late> for Box<dyn std::error::Error + Send + Sync> {
    fn from(_: Late) -> Self {
        Box::new(Boom("late"))
    }
}

// The `timeout` of a stage ends a call; that between items, `idle_timeout`, is tried with the words of time.
#[tokio::test(start_paused = true)]
async fn mpa_10_slow_item_times_out() {
    let waits = Stream::from_iter(1..)
        .try_map_async(|n| async move { Ok::<_, Late>(wait_for(n).await) })
        .timeout(Duration::from_millis(4_500))
        .name("wait")
        .or_fail();
    let (items, error) = read_on(waits).await;
    assert_eq!(items, [1, 2, 3, 4]);
    assert_eq!(error.unwrap().to_string(), "stage `wait` failed: late");
}

#[tokio::test(start_paused = true)]
async fn mpa_11_sync_map_fails_on_two() {
    let calls = Counter::default();
    let counted = calls.clone();
    let failing = Stream::from_iter(0..5).map(move |n| {
        counted.add();
        if n == 2 { boom("on 2") } else { n * 10 }
    });
    let (items, error) = read_on(failing).await;
    assert_eq!(items, [0, 10]);
    assert_eq!(error.unwrap().to_string(), "stage `map` panicked: boom on 2");
    assert_eq!(calls.get(), 3, "nothing is called after the failure");
}

#[tokio::test(start_paused = true)]
async fn mpa_14_error_behind_take_is_never_reached() {
    let later = |n: u64| async move {
        ticks(n).await;
        if n == 2 { boom("on 2") } else { n * 10 }
    };
    for workers in [1, 2, 10] {
        let run = Stream::from_iter(0..5).map_async(later).workers(workers).ordered().take(2);
        assert_eq!(run.collect::<Vec<_>>().await.unwrap(), [0, 10]);
    }
    // With errors as items, the same holds even where all are ready at the same moment.
    let at_once = |n: u64| async move { if n == 2 { Err(Boom("on 2")) } else { Ok(n * 10) } };
    for workers in [1, 2, 10] {
        let run = Stream::from_iter(0..5).try_map_async(at_once).workers(workers).ordered().or_fail().take(2);
        assert_eq!(run.collect::<Vec<_>>().await.unwrap(), [0, 10]);
    }
}

#[tokio::test(start_paused = true)]
async fn mpa_15_slot_is_free_when_a_call_has_ended() {
    let (clock, starts) = (Clock::start(), Log::new());
    let log = starts.clone();
    let run = Stream::from_iter([10, 7, 4, 0, 0, 0]).enumerate().map_async(move |(place, wait)| {
        log.push((place, clock.tick()));
        async move {
            ticks(wait).await;
            place
        }
    });
    let items = run.workers(3).ordered().collect::<Vec<_>>().await.unwrap();
    assert_eq!(items, [0, 1, 2, 3, 4, 5]);
    assert_eq!(starts.get()[3], (3, 4));
}

#[tokio::test(start_paused = true)]
async fn flt_01_even_numbers() {
    let run = Stream::from_iter(0..6).filter(|n| n % 2 == 0).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [0, 2, 4]);
}

#[tokio::test(start_paused = true)]
async fn flt_03_drops_all() {
    let run = Stream::from_iter([1, 3, 5]).filter(|n| n % 2 == 0).collect::<Vec<_>>();
    assert!(run.await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn for_01_each_item_is_seen_before_it_is_emitted() {
    let log = Log::new();
    let (seen, out) = (log.clone(), log.clone());
    let run = Stream::from_iter([1, 2, 3]).inspect(move |n| seen.push(("seen", *n)));
    let all = run.fold(Vec::new(), move |mut all, n| {
        out.push(("out", n));
        all.push(n);
        all
    });
    assert_eq!(all.await.unwrap(), [1, 2, 3]);
    let pairs: Vec<_> = (1..4).flat_map(|n| [("seen", n), ("out", n)]).collect();
    assert_eq!(log.get(), pairs);
}

#[tokio::test(start_paused = true)]
async fn for_02_async() {
    let seen = Log::new();
    let log = seen.clone();
    let run = Stream::from_iter([10, 20]).inspect_async(move |&n| {
        let log = log.clone();
        async move {
            ticks(1).await;
            log.push(n);
        }
    });
    assert_eq!(run.collect::<Vec<_>>().await.unwrap(), [10, 20]);
    assert_eq!(seen.get(), [10, 20]);
}
