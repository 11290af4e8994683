//! Runs that are looked at, and the stages of their snapshots.

use std::future::{Future, pending};
use std::time::Duration;

use pipeline_core::prelude::*;
use pipeline_core::{Snapshot, StageSnapshot, Workers};

#[path = "../shared/worker_threads.rs"]
mod worker_threads;
#[path = "../shared/both_runtimes.rs"]
mod both;

pub(crate) use both::both_runtimes;
use worker_threads::worker_threads;

/// So many milliseconds.
pub(crate) fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// A call that takes so many milliseconds and gives its item.
pub(crate) fn takes<T: Send + 'static>(
    time: u64,
) -> impl Fn(T) -> futures::future::BoxFuture<'static, T> + Send + Sync {
    move |item| {
        Box::pin(async move {
            tokio::time::sleep(ms(time)).await;
            item
        })
    }
}

/// A call that never ends.
pub(crate) async fn never<T>(_: T) -> T {
    pending().await
}

/// How the run stands after so many milliseconds; it is dropped then.
pub(crate) async fn after<R: Send + 'static, E: Send + 'static, S: Send + 'static>(
    time: u64,
    run: Run<R, E, S>,
) -> Snapshot {
    let (run, watch) = run.watch();
    let running = run.spawn();
    tokio::time::sleep(ms(time)).await;
    let snapshot = watch.snapshot();
    drop(running);
    snapshot
}

/// How the run stands at its end, and what it gave.
pub(crate) async fn ended<R: Send + 'static, E: Send + 'static, S: Send + 'static>(
    run: Run<R, E, S>,
) -> (Result<R, PipelineError<E>>, Snapshot) {
    let (run, watch) = run.watch();
    (run.await, watch.snapshot())
}

pub(crate) fn stage<'a>(snapshot: &'a Snapshot, name: &str) -> &'a StageSnapshot {
    let found = snapshot.stages.iter().find(|stage| stage.name == name);
    found.unwrap_or_else(|| panic!("no stage `{name}` in {snapshot:#?}"))
}

pub(crate) fn workers(snapshot: &Snapshot, name: &str) -> Workers {
    stage(snapshot, name).workers.unwrap_or_else(|| panic!("`{name}` has no workers: {snapshot:#?}"))
}

/// In a call, waiting for input, waiting to send.
pub(crate) fn doing(workers: Workers) -> [usize; 3] {
    [workers.in_call, workers.waiting_for_input, workers.waiting_to_send]
}

/// Items in, out, errors, filtered, added.
pub(crate) fn counts(snapshot: &Snapshot, name: &str) -> [u64; 5] {
    let s = stage(snapshot, name);
    [s.items_in, s.items_out, s.errors, s.filtered, s.added]
}

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
        .worker_threads(worker_threads())
        .enable_all()
        .build()
        .unwrap()
        .block_on(body)
}
