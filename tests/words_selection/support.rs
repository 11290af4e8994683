//! Sources that count, and paused time in ticks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use pipeline_core::prelude::*;
use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, sleep};

#[path = "../shared/worker_threads.rs"]
mod worker_threads;

use worker_threads::worker_threads;

pub(crate) async fn all<T: Send + 'static, S: Send + 'static>(stream: Stream<T, Plain, S>) -> Vec<T> {
    stream.collect::<Vec<_>>().await.unwrap()
}

/// One of each kind.
pub(crate) fn runtimes() -> [Runtime; 2] {
    let several = Builder::new_multi_thread().worker_threads(worker_threads()).enable_all().build().unwrap();
    [Builder::new_current_thread().enable_all().build().unwrap(), several]
}

/// Lets everything run that can; on one thread, nothing is left to do afterwards.
pub(crate) async fn settle() {
    yields(500).await;
}

pub(crate) async fn yields(times: usize) {
    for _ in 0..times {
        tokio::task::yield_now().await;
    }
}

/// The numbers from 0 on, and how many of them were asked for.
pub(crate) fn counted() -> (Stream<i32>, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let asking = asked.clone();
    let numbers = (0..).inspect(move |_| _ = asking.fetch_add(1, SeqCst));
    (Stream::from_iter(numbers), asked)
}

/// Timers are a millisecond coarse.
pub(crate) fn ticks_since(start: Instant) -> u128 {
    (start.elapsed().as_millis() + 500) / 1000
}

pub(crate) async fn after_a_tick<R>(answer: R) -> R {
    sleep(Duration::from_secs(1)).await;
    answer
}
