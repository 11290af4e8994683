//! What each option sets, once for all that carry options.

use std::sync::Arc;
use std::time::Duration;

use backon::BackoffBuilder;

use super::staged::Staged;
use super::traits::{KeepsItem, TakesCallsPer, TakesRetry, TakesTimeout};
use super::worker_count::WorkerCount;
use crate::plan::{Capacity, MOST_SLOTS};

pub(super) fn workers(stage: &mut impl Staged, n: impl WorkerCount) {
    let node = stage.parts().node;
    (node.least_workers, node.workers) = n.bounds();
    if node.least_workers.is_some() {
        node.needs_clock = Some("workers");
    }
}

pub(super) fn ordered(stage: &mut impl Staged) {
    stage.parts().node.ordered = true;
}

pub(super) fn window(stage: &mut impl Staged, results: usize) {
    stage.parts().node.window = Some(results);
}

pub(super) fn buffer(stage: &mut impl Staged, capacity: Capacity) {
    stage.parts().node.buffer = Some(capacity);
}

pub(super) fn name(stage: &mut impl Staged, name: String) {
    stage.parts().node.name = Some(name);
}

pub(super) fn frontier(stage: &mut impl Staged, items: usize) {
    stage.parts().node.frontier = Some(Capacity::Items(items));
}

pub(super) fn timeout(stage: &mut impl Staged<State: TakesTimeout>, limit: Duration) {
    let parts = stage.parts();
    parts.node.needs_clock = Some("timeout");
    parts.state.set_timeout(limit);
}

/// Waiting takes a task of its own, even for a function that is called at once.
pub(super) fn retry<B>(stage: &mut impl Staged<State: TakesRetry>, policy: B)
where
    B: BackoffBuilder + Clone + 'static,
{
    let parts = stage.parts();
    parts.node.needs_clock = Some("retry");
    parts.node.own_task = true;
    parts.state.set_retry(Arc::new(move || Box::new(policy.clone().build())));
}

pub(super) fn keep_item(stage: &mut impl Staged<State: KeepsItem>) {
    stage.parts().state.set_keep();
}

pub(super) fn calls_per(stage: &mut impl Staged<State: TakesCallsPer>, n: usize, per: Duration) {
    let parts = stage.parts();
    parts.node.needs_clock = Some("calls_per");
    parts.state.set_calls_per(n, per);
    let reason = match (n, per) {
        (0, _) => "0 calls would let nothing through; use at least 1",
        (_, Duration::ZERO) => "any number of calls fits into no time; use more than zero",
        _ if n > MOST_SLOTS => "more than 1,048,576 calls take too much to remember",
        _ => return,
    };
    parts.node.rejected = Some(("calls_per", reason.to_owned()));
}
