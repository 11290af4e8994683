//! Runtimes, and sources by the tick.

use std::future::Future;
use std::time::Duration;

use pipeline_core::prelude::*;
use tokio::time::{Instant, sleep};

#[path = "../shared/worker_threads.rs"]
mod worker_threads;

use worker_threads::worker_threads;

pub(crate) const TICK: Duration = Duration::from_secs(1);

/// Runs on a current-thread runtime whose clock stands still while anything can be done.
pub(crate) fn paused<R>(test: impl Future<Output = R>) -> R {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(test)
}

pub(crate) fn several<R>(test: impl Future<Output = R>) -> R {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(worker_threads())
        .enable_all()
        .build()
        .unwrap()
        .block_on(test)
}

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
