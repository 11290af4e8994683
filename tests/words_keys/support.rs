//! The runtimes, and tokio's clock.

use std::future::Future;
use std::time::Duration;

#[path = "../shared/worker_threads.rs"]
mod worker_threads;

use worker_threads::worker_threads;

pub(crate) const TICK: Duration = Duration::from_secs(1);

pub(crate) fn multi_thread<R>(body: impl Future<Output = R>) -> R {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(worker_threads()).enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(TICK * 60, body).await.expect("a deadlock") })
}

pub(crate) fn current_thread<R>(body: impl Future<Output = R>) -> R {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap().block_on(body)
}

/// With tokio's clock stopped, so that a deadlock is seen at once.
pub(crate) fn paused<R>(body: impl Future<Output = R>) -> R {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async { tokio::time::timeout(TICK * 1_000_000, body).await.expect("a deadlock") })
}

/// A body on each runtime.
pub(crate) fn everywhere<Fut: Future<Output = ()>>(body: impl Fn() -> Fut) {
    multi_thread(body());
    current_thread(body());
    paused(body());
}
