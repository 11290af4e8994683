//! Runtimes, and sources by the tick.

use std::time::Duration;

use pipeline_core::prelude::*;
use tokio::time::{Instant, sleep};

#[path = "../shared/runtimes.rs"]
#[expect(dead_code, reason = "what waits for real time is tried on several threads")]
mod runtimes;

pub(crate) use runtimes::{multi_thread, paused};

pub(crate) const TICK: Duration = Duration::from_secs(1);

/// Ticks since `start`; timers are a millisecond coarse.
pub(crate) fn tick(start: Instant) -> u64 {
    (start.elapsed() + TICK / 2).as_secs()
}

/// Each number at its tick.
pub(crate) fn at<const N: usize>(ticks: [u64; N]) -> Stream<u64> {
    Stream::from_iter(ticks)
        .scan(0, |last, now| {
            let wait = now - std::mem::replace(last, now);
            Some((now, wait))
        })
        .map_async(|(now, wait)| async move {
            sleep(TICK * wait as u32).await;
            now
        })
        .into()
}

/// What comes, and when.
pub(crate) async fn timed<T: Send + 'static>(stream: Stream<T>) -> Vec<(T, u64)> {
    let start = Instant::now();
    stream.map(move |item| (item, tick(start))).collect().await.unwrap()
}

/// The same, with a reader that takes `busy` ticks for each.
pub(crate) async fn timed_with_reader<T: Send + 'static>(stream: Stream<T>, busy: u64) -> Vec<u64> {
    let start = Instant::now();
    let seen = stream.map_async(move |_| async move {
        let now = tick(start);
        sleep(TICK * busy as u32).await;
        now
    });
    seen.collect().await.unwrap()
}

pub(crate) fn secs(n: u64) -> Duration {
    TICK * n as u32
}

pub(crate) fn of_seconds(n: &u64) -> Duration {
    secs(*n)
}
