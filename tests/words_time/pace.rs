//! Items at a pace: throttle, rate_limit, calls_per, delay.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipeline_core::Elapsed;
use pipeline_core::prelude::*;
use tokio::time::{Instant, sleep};

use crate::support::{TICK, at, paused, secs, tick, timed, timed_with_reader};

#[test]
fn tim_06_throttle_counts_from_the_last_item() {
    paused(async {
        assert_eq!(timed_with_reader(Stream::from_iter(0..3).throttle(secs(5)), 4).await, [0, 5, 10]);
        assert_eq!(timed_with_reader(Stream::from_iter(0..3).throttle(secs(5)), 7).await, [0, 7, 14]);
        assert_eq!(timed(Stream::from_iter(0..3).throttle(secs(5))).await, [(0, 0), (1, 5), (2, 10)]);
    });
}

#[test]
fn tim_07_throttle_leaves_a_slow_source_alone() {
    paused(async {
        assert_eq!(timed(at([10, 20, 30]).throttle(secs(5))).await, [(10, 10), (20, 20), (30, 30)]);
    });
}

#[test]
fn ste_15_throttle_gives_the_first_at_once() {
    paused(async {
        assert_eq!(timed(Stream::from_iter([1, 2, 3]).throttle(secs(2))).await, [(1, 0), (2, 2), (3, 4)]);
    });
}

#[test]
fn throttle_ends_with_its_last_item() {
    paused(async {
        let start = Instant::now();
        assert_eq!(Stream::from_iter(0..2).throttle(secs(5)).count().await.unwrap(), 2);
        assert_eq!(tick(start), 5);
        assert_eq!(Stream::from_iter(0..9).throttle(Duration::MAX).first().await.unwrap(), Some(0));
    });
}

#[test]
fn rate_limit_lets_so_many_through_in_any_span() {
    paused(async {
        let times = timed(Stream::from_iter(0..7).rate_limit(3, TICK)).await;
        assert_eq!(times.iter().map(|(_, at)| *at).collect::<Vec<_>>(), [0, 0, 0, 1, 1, 1, 2]);
        // Two late ones count with those that come after the turn of a period.
        let times = timed(at([0, 3, 3, 4, 4, 4]).rate_limit(3, secs(4))).await;
        assert_eq!(times.iter().map(|(_, at)| *at).collect::<Vec<_>>(), [0, 3, 3, 4, 7, 7]);
    });
}

#[test]
fn rate_limit_holds_for_all_workers_behind_it() {
    paused(async {
        let start = Instant::now();
        let calls = Arc::new(Mutex::new(Vec::new()));
        let log = calls.clone();
        let ask = move |_| {
            log.lock().unwrap().push(tick(start));
            sleep(secs(9))
        };
        Stream::from_iter(0..6).rate_limit(2, TICK).map_async(ask).workers(6).drain().await.unwrap();
        assert_eq!(*calls.lock().unwrap(), [0, 0, 1, 1, 2, 2]);
    });
}

#[test]
fn calls_per_counts_every_try_and_not_the_time_of_the_call() {
    use pipeline_core::retry::ConstantBuilder;
    paused(async {
        let start = Instant::now();
        let calls = Arc::new(Mutex::new(Vec::new()));
        let log = calls.clone();
        let ask = move |n: u64| {
            let tries = log.lock().unwrap().iter().filter(|(seen, _)| *seen == n).count();
            log.lock().unwrap().push((n, tick(start)));
            async move { if tries < 2 { Err("again") } else { Ok(n) } }
        };
        let policy = ConstantBuilder::new().with_delay(Duration::ZERO).with_max_times(5);
        let asked =
            Stream::from_iter(0..2).try_map_async(ask).workers(2).retry(policy).calls_per(2, TICK * 3);
        assert_eq!(asked.ok_only().count().await.unwrap(), 2);
        let ticks: Vec<u64> = calls.lock().unwrap().iter().map(|(_, tick)| *tick).collect();
        assert_eq!(ticks, [0, 0, 3, 3, 6, 6]);

        // Nine wait for their turn, far longer than a call may take.
        let quick = |n: u64| async move { Ok::<_, Elapsed>(n) };
        let limited =
            Stream::from_iter(0..9).try_map_async(quick).workers(9).timeout(TICK).calls_per(1, TICK * 5);
        let start = Instant::now();
        assert_eq!(limited.ok_only().count().await.unwrap(), 9);
        assert_eq!(tick(start), 40);
    });
}

#[test]
fn any_span_holds_at_most_as_many_as_the_limit() {
    paused(async {
        // Waits of 0 to 6 ms, by a generator that needs no seed.
        let mut state = 7_u32;
        let waits: Vec<u64> = (0..300)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                u64::from(state >> 29).min(6)
            })
            .collect();
        let start = Instant::now();
        let items = Stream::from_iter(waits).map_async(|ms| sleep(Duration::from_millis(ms)));
        let times: Vec<Duration> = items
            .rate_limit(4, Duration::from_millis(20))
            .map(move |()| start.elapsed())
            .collect()
            .await
            .unwrap();
        assert_eq!(times.len(), 300);
        assert!(times.windows(5).all(|span| span[4] - span[0] >= Duration::from_millis(20)));
    });
}

#[test]
fn tim_08_only_the_start_is_delayed() {
    paused(async {
        let instant = Stream::from_iter(0..3).throttle(TICK).delay_start(secs(3));
        assert_eq!(timed(instant).await, [(0, 3), (1, 4), (2, 5)]);
        let called = Arc::new(AtomicUsize::new(0));
        let count = called.clone();
        let never = Stream::defer(move || {
            count.fetch_add(1, SeqCst);
            [1]
        });
        let early = never.delay_start(secs(9)).drain().cancel_when(sleep(secs(1)));
        assert!(early.await.is_err());
        assert_eq!(called.load(SeqCst), 0);
    });
}

#[test]
fn delay_is_for_each_item() {
    paused(async {
        assert_eq!(timed(at([0, 1, 2]).delay(secs(3)).workers(4).into()).await, [(0, 3), (1, 4), (2, 5)]);
        assert_eq!(timed(at([0, 1, 2]).delay(secs(3)).into()).await, [(0, 3), (1, 6), (2, 9)]);
    });
}
