//! Runs that are looked at, and the stages of their snapshots.

use pipeline_core::prelude::*;
use pipeline_core::{Snapshot, StageSnapshot, Workers};

#[path = "../shared/both_runtimes.rs"]
mod both;
#[path = "../shared/calls.rs"]
mod calls;
#[path = "../shared/runtimes.rs"]
mod runtimes;

pub(crate) use both::both_runtimes;
pub(crate) use calls::{ms, never, takes};
pub(crate) use runtimes::{current_thread, multi_thread, paused};

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
