//! Snapshots that are made by hand, for tests.

use std::time::Duration;

use super::calls::Calls;
use super::edge::EdgeSnapshot;
use super::snapshot::Snapshot;
use super::stage::{Held, StageSnapshot};
use super::state::RunState;
use super::workers::Workers;
use crate::plan::GraphKind;

/// A run of ten seconds, still at work.
pub(super) fn snapshot(stages: Vec<StageSnapshot>, edges: Vec<EdgeSnapshot>) -> Snapshot {
    let state = RunState::Working;
    Snapshot { name: None, state, elapsed: Duration::from_secs(10), alive: 0, stages, edges }
}

/// A chain of stages with channels between them.
pub(super) fn chain(stages: Vec<StageSnapshot>) -> Snapshot {
    let edges = (1..stages.len()).map(|to| edge(to - 1, to)).collect();
    snapshot(stages, edges)
}

/// A stage whose workers spent these shares of the run, busy, idle and blocked; a source and a terminal are
/// told by their operators.
pub(super) fn stage(
    operator: &'static str,
    workers: usize,
    [busy, idle, blocked]: [f64; 3],
) -> StageSnapshot {
    let spent = |share: f64| Duration::from_secs_f64(share * 10.0 * workers as f64);
    let kind = match operator {
        "from_iter" => GraphKind::Source,
        "tee" => GraphKind::Split,
        "collect" | "for_each_async" => GraphKind::Terminal,
        _ => GraphKind::Stage,
    };
    StageSnapshot {
        name: operator.to_owned(),
        operator,
        kind,
        items_in: 1_000,
        items_out: 1_000,
        errors: 0,
        retries: 0,
        timeouts: 0,
        filtered: 0,
        added: 0,
        workers: Some(Workers {
            limit: workers,
            started: workers,
            in_call: workers,
            waiting_for_input: 0,
            waiting_to_send: 0,
            busy: spent(busy),
            idle: spent(idle),
            blocked: spent(blocked),
        }),
        calls: Some(Calls {
            count: 1_000,
            timed: 1_000,
            sum: spent(busy),
            max: spent(busy) / 100,
            p50: spent(busy) / 1_000,
            p90: spent(busy) / 500,
            p99: spent(busy) / 200,
        }),
        held: None,
        queued: None,
        expected: None,
    }
}

impl StageSnapshot {
    pub(super) fn called(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    pub(super) fn holding(self, waiting: u64, limit: Option<u64>) -> Self {
        Self { held: Some(Held { waiting, high_water: waiting, limit }), ..self }
    }

    /// Without a task of its own.
    pub(super) fn fused(self) -> Self {
        Self { workers: None, calls: None, ..self }
    }
}

/// A channel of 16.
pub(super) fn edge(from: usize, to: usize) -> EdgeSnapshot {
    EdgeSnapshot {
        from,
        to,
        channel: true,
        label: None,
        capacity: Some(16),
        waiting: 3,
        high_water: 16,
        items: 1_000,
    }
}

impl EdgeSnapshot {
    /// Within a task.
    pub(super) fn direct(self) -> Self {
        Self { channel: false, ..self }
    }

    pub(super) fn branch(self, label: &str) -> Self {
        Self { label: Some(label.to_owned()), ..self }
    }
}
