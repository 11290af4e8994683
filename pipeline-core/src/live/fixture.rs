//! Snapshots for tests.

use std::time::Duration;

use crate::plan::GraphKind;
use crate::watch::{EdgeSnapshot, RunState, Snapshot, StageSnapshot, Workers};

/// A chain of stages that have taken in so many items, and given as many, in three seconds. Channels of eight
/// are between them.
pub(crate) fn snapshot(items: impl AsRef<[u64]>) -> Snapshot {
    let items = items.as_ref();
    let kind = |at| match at {
        0 => GraphKind::Source,
        at if at + 1 == items.len() => GraphKind::Terminal,
        _ => GraphKind::Stage,
    };
    let stages = items.iter().enumerate().map(|(at, items)| StageSnapshot {
        name: format!("stage {at}"),
        operator: "map",
        kind: kind(at),
        items_in: *items,
        items_out: *items,
        errors: 0,
        retries: 0,
        timeouts: 0,
        filtered: 0,
        added: 0,
        workers: None,
        calls: None,
        held: None,
        queued: None,
        expected: None,
    });
    let edges = items.iter().skip(1).enumerate().map(|(at, items)| EdgeSnapshot {
        from: at,
        to: at + 1,
        channel: true,
        label: None,
        capacity: Some(8),
        waiting: 0,
        high_water: 0,
        items: *items,
    });
    Snapshot {
        name: None,
        state: RunState::Working,
        elapsed: Duration::from_secs(3),
        alive: 0,
        stages: stages.collect(),
        edges: edges.collect(),
    }
}

/// Workers, some of which are in a call; the others wait for input.
pub(crate) fn workers(limit: usize, in_call: usize) -> Workers {
    Workers {
        limit,
        started: limit,
        in_call,
        waiting_for_input: limit - in_call,
        waiting_to_send: 0,
        busy: Duration::ZERO,
        idle: Duration::ZERO,
        blocked: Duration::ZERO,
    }
}
