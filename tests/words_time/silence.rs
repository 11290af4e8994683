//! Inputs that are silent, and ticks that were missed.

use std::time::Duration;

use futures::StreamExt as _;
use pipeline_core::prelude::*;
use pipeline_core::{Elapsed, Missed};
use tokio::time::{Instant, sleep};

use crate::support::{TICK, at, paused, secs, tick, timed, timed_with_reader};

#[test]
fn tim_02_a_source_that_falls_silent_is_given_up() {
    paused(async {
        let start = Instant::now();
        let silent = Stream::from_iter(0..3).chain(Stream::pending()).idle_timeout(TICK);
        let (numbers, errors) = silent.collect_split().await.unwrap();
        assert_eq!((numbers, tick(start)), (vec![0, 1, 2], 1));
        assert_eq!(errors.iter().map(|e| *e.error()).collect::<Vec<_>>(), [Elapsed(TICK)]);
    });
}

#[test]
fn ste_04_a_source_that_is_silent_for_long_fails_the_run() {
    paused(async {
        let start = Instant::now();
        let failed = at([5]).idle_timeout(TICK).or_fail().drain().await;
        assert!(matches!(failed, Err(PipelineError::Failed { stage, .. }) if stage == "idle_timeout"));
        assert_eq!(tick(start), 1);
    });
}

#[test]
fn cre_06_a_source_that_is_always_silent_is_given_up() {
    paused(async {
        let start = Instant::now();
        let never: Stream<i32> = Stream::pending();
        let (numbers, errors) = never.idle_timeout(secs(30)).collect_split().await.unwrap();
        assert_eq!((numbers.len(), errors.len(), tick(start)), (0, 1, 30));
        assert_eq!(*errors[0].error(), Elapsed(secs(30)));
    });
}

#[test]
fn tim_03_the_time_counts_for_each_item() {
    paused(async {
        let four = at([1, 2, 3, 4]).idle_timeout(Duration::from_millis(1500)).or_fail();
        assert_eq!(four.collect::<Vec<_>>().await.unwrap(), [1, 2, 3, 4]);
    });
}

#[test]
fn tim_04_the_time_of_the_reader_does_not_count() {
    paused(async {
        let slow = Stream::from_iter(0..3).idle_timeout(TICK).or_fail();
        assert_eq!(timed_with_reader(slow, 5).await, [0, 5, 10]);
    });
}

// With a gap of 5, item 5 and the end of the wait for it would be due at the same moment.
#[test]
fn mpa_10_a_call_that_takes_too_long_is_given_up() {
    paused(async {
        let slower = Stream::from_iter(1..).map_async(|n| async move {
            sleep(secs(n)).await;
            n
        });
        let (done, errors) = slower.idle_timeout(Duration::from_millis(4500)).collect_split().await.unwrap();
        assert_eq!(done, [1, 2, 3, 4]);
        let gaps: Vec<_> = errors.into_iter().map(|e| e.into_error().0.as_millis()).collect();
        assert_eq!(gaps, [4_500]);
    });
}

#[test]
fn keep_alive_fills_silences() {
    paused(async {
        let items = timed(at([1, 6, 7]).keep_alive(secs(2), || 0)).await;
        assert_eq!(items, [(1, 1), (0, 3), (0, 5), (6, 6), (7, 7)]);
    });
}

#[test]
fn ticks_that_were_missed() {
    paused(async {
        let read = |missed| async move {
            let start = Instant::now();
            let ticks = Stream::interval_at(secs(2), missed).map(move |_| tick(start)).take(5);
            let mut ticks = ticks.open();
            let mut seen = Vec::new();
            while let Some(tick) = ticks.next().await {
                seen.push(tick.unwrap());
                if seen.len() == 1 {
                    sleep(secs(5)).await;
                }
            }
            seen
        };
        assert_eq!(read(Missed::Burst).await, [0, 5, 5, 6, 8]);
        assert_eq!(read(Missed::Delay).await, [0, 5, 7, 9, 11]);
        assert_eq!(read(Missed::Skip).await, [0, 5, 6, 8, 10]);
    });
}
