//! What a bottleneck is found by: the same of a whole run, and of a part of its time.

use std::time::Duration;

use super::shares::Shares;
use crate::plan::GraphKind;
use crate::watch::snapshot::Snapshot;
use crate::watch::state::RunState;
use crate::watch::workers::Workers;

/// What is known of a time.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::watch) struct Evidence {
    pub(in crate::watch) over: Duration,
    pub(in crate::watch) state: RunState,
    pub(in crate::watch) stages: Vec<StageEvidence>,
    pub(in crate::watch) edges: Vec<EdgeEvidence>,
    /// How many threads can compute at a time.
    pub(in crate::watch) cores: usize,
}

/// What is known of a stage.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::watch) struct StageEvidence {
    pub(in crate::watch) name: String,
    pub(in crate::watch) operator: &'static str,
    pub(in crate::watch) kind: GraphKind,
    /// Items that it has taken in.
    pub(in crate::watch) items: u64,
    /// Its workers and what they did, where it has any.
    pub(in crate::watch) workers: Option<WorkerEvidence>,
    /// How many results or items wait inside, and how many may.
    pub(in crate::watch) held: Option<(u64, Option<u64>)>,
}

/// What is known of the workers of a stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::watch) struct WorkerEvidence {
    pub(in crate::watch) count: usize,
    pub(in crate::watch) shares: Shares,
    /// For what share of the time they were there: a source may have ended long ago.
    pub(in crate::watch) presence: f64,
}

/// What is known of an edge.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::watch) struct EdgeEvidence {
    pub(in crate::watch) from: usize,
    pub(in crate::watch) to: usize,
    pub(in crate::watch) channel: bool,
    /// Whether it is full now; unknown once the run has ended.
    pub(in crate::watch) is_full: Option<bool>,
}

impl Evidence {
    /// Of the whole run.
    pub(in crate::watch) fn of(snapshot: &Snapshot) -> Self {
        Self::new(None, snapshot, snapshot.elapsed)
    }

    /// Of the time between two snapshots of one run.
    pub(in crate::watch) fn between(before: &Snapshot, after: &Snapshot, over: Duration) -> Self {
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
            // What is queued for a source to take it in says nothing of what the source could do.
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
