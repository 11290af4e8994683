//! `chaos`: its seed tells all of a run, and what is promised holds for each.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counts, assert_no_leaks, every_turn};
use tokio::runtime::Builder;

type Log = Vec<(&'static str, u32, u128)>;

/// What has happened in a run, in order, and at which time of a clock that costs none.
fn log(seed: u64) -> Log {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap().block_on(logged(seed))
}

async fn logged(seed: u64) -> Log {
    let log = Arc::new(Mutex::new(Log::new()));
    let start = tokio::time::Instant::now();
    let note = |what: &'static str| {
        let log = log.clone();
        move |n: &u32| log.lock().unwrap().push((what, *n, start.elapsed().as_millis()))
    };
    let source = Stream::from_iter(0..12).inspect(note("given")).buffer(3);
    let slow = source.map_async(async |n| n).workers(3).inspect(note("called"));
    slow.buffer(1).for_each_async(async |_| ()).chaos(seed).await.unwrap();
    let mut noted = log.lock().unwrap();
    std::mem::take(&mut *noted)
}

#[test]
fn a_seed_tells_all_of_a_run() {
    let logs: Vec<_> = (0..20).map(log).collect();
    for (seed, found) in (0..).zip(&logs) {
        assert_eq!(*found, log(seed), "two runs of seed {seed}");
        assert_eq!(logs.iter().filter(|other| *other == found).count(), 1, "two seeds tell the same");
    }
    assert!(logs.iter().any(|log| log.last().unwrap().2 > 0), "no delay of time: {logs:?}");
}

/// Each task reads at most one item ahead of what its reader asks for: what is beyond the last is not made.
#[tokio::test(start_paused = true)]
async fn what_has_enough_asks_for_no_more() {
    for seed in 0..300 {
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = calls.clone();
        let few = Stream::from_iter(0..100)
            .map_async(move |n| {
                counted.fetch_add(1, SeqCst);
                async move { n }
            })
            .take(5)
            .collect::<Vec<_>>();
        assert_eq!(few.chaos(seed).await.unwrap(), [0, 1, 2, 3, 4], "seed {seed}");
        assert_eq!(calls.load(SeqCst), 5, "seed {seed}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_is_alive_than_is_told() {
    for seed in 0..300 {
        let counts = Counts::new();
        let source = Stream::from_iter(counts.items(0..60)).buffer(2);
        let (left, right) = source.map_async(async |n| n).workers(2).partition(|n| **n % 2 == 0);
        let both = left.map_async(async |n| n).ordered().workers(3).merge(right.buffer(1));
        let run = both.for_each_async(async |_| ());
        let told = run.max_in_flight();
        assert_no_leaks(async { run.chaos(seed).await.unwrap() }).await;
        assert!(counts.most_alive() <= told, "seed {seed}: {} of {told}", counts.most_alive());
        counts.assert_clean();
    }
}

#[test]
fn a_run_in_chaos_can_be_dropped_at_any_turn() {
    every_turn(|| {
        let counts = Counts::new();
        let [left, right] = Stream::from_iter(counts.items(0..4)).map_async(async |n| n).tee::<2>();
        left.map_blocking(|n| n).merge(right.buffer(1)).drain().chaos(5)
    });
}

/// Without tokio there is no clock: each delay is some turns.
#[test]
fn a_run_without_a_clock_takes_turns() {
    for seed in 0..50 {
        let run = Stream::from_iter(0..20).map_async(async |n| n).workers(2).ordered().collect::<Vec<_>>();
        let ended = futures::executor::block_on(run.chaos(seed).run_local());
        assert_eq!(ended.unwrap(), (0..20).collect::<Vec<_>>());
    }
}
