//! The runtimes of tests.

use std::future::Future;

#[path = "worker_threads.rs"]
mod worker_threads;

/// On one thread whose time is paused.
#[track_caller]
pub(crate) fn paused<R>(body: impl Future<Output = R>) -> R {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(body)
}

#[track_caller]
pub(crate) fn current_thread<R>(body: impl Future<Output = R>) -> R {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(body)
}

#[track_caller]
pub(crate) fn multi_thread<R>(body: impl Future<Output = R>) -> R {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(worker_threads::worker_threads())
        .enable_all()
        .build()
        .unwrap()
        .block_on(body)
}
