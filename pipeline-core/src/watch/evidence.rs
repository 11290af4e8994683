//! What a bottleneck is found by: the same of a whole run, and of a part of its time.

use std::time::Duration;

use super::shares::Shares;
use super::snapshot::Snapshot;
use super::state::RunState;
use super::workers::Workers;
use crate::plan::GraphKind;

/// What is known of a time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Evidence {
    pub(super) over: Duration,
    pub(super) state: RunState,
    pub(super) stages: Vec<StageEvidence>,
    pub(super) edges: Vec<EdgeEvidence>,
    /// How many threads can compute at a time.
    pub(super) cores: usize,
}

/// What is known of a stage.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StageEvidence {
    pub(super) name: String,
    pub(super) operator: &'static str,
    pub(super) kind: GraphKind,
    /// Items that it has taken in.
    pub(super) items: u64,
    /// Its workers and what they did, where it has any.
    pub(super) workers: Option<WorkerEvidence>,
    /// How many results or items wait inside, and how many may.
    pub(super) held: Option<(u64, Option<u64>)>,
}

/// What is known of the workers of a stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WorkerEvidence {
    pub(super) count: usize,
    pub(super) shares: Shares,
    /// For what share of the time they were there: a source may have ended long ago.
    pub(super) presence: f64,
}

/// What is known of an edge.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EdgeEvidence {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) channel: bool,
    /// Whether it is full now; unknown once the run has ended.
    pub(super) is_full: Option<bool>,
}

impl Evidence {
    /// Of the whole run.
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        Self::new(None, snapshot, snapshot.elapsed)
    }

    /// Of the time between two snapshots of one run.
    pub(super) fn between(before: &Snapshot, after: &Snapshot, over: Duration) -> Self {
        Self::new(Some(before), after, over)
    }

    fn new(before: Option<&Snapshot>, after: &Snapshot, over: Duration) -> Self {
        let has_ended = matches!(after.state, RunState::Ended(_));
        let stages = after.stages.iter().enumerate().map(|(place, stage)| {
            let before = before.and_then(|before| before.stages.get(place));
            let workers = stage.workers.map(|workers| {
                let before = before.and_then(|before| before.workers);
                let count = workers.started.max(1);
                let spent = |workers: &Workers| (workers.busy + workers.idle + workers.blocked).as_secs_f64();
                let spent = spent(&workers) - before.as_ref().map_or(0.0, spent);
                let presence = (spent / (count as f64 * over.as_secs_f64())).clamp(0.0, 1.0);
                WorkerEvidence { count, shares: Shares::between(&workers, before), presence }
            });
            let held = stage.held.map(|held| {
                // What has ended holds nothing any more: how it was fullest is the best that is known.
                let waiting = if has_ended { held.high_water } else { held.waiting };
                (waiting, held.limit)
            });
            StageEvidence {
                name: stage.name.clone(),
                operator: stage.operator,
                kind: stage.kind,
                items: stage.items_in.saturating_sub(before.map_or(0, |before| before.items_in)),
                workers,
                held,
            }
        });
        let edges = after.edges.iter().map(|edge| EdgeEvidence {
            from: edge.from,
            to: edge.to,
            channel: edge.channel,
            is_full: (!has_ended).then(|| edge.is_full()),
        });
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { over, state: after.state, stages: stages.collect(), edges: edges.collect(), cores }
    }
}
