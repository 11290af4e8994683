//! Stages that share a task, seen as one: it is the task that is busy, idle or blocked.

use crate::watch::rates::evidence::{EdgeEvidence, Evidence, WorkerEvidence};

/// The stages of one task, or of the workers of one stage.
pub(super) struct Unit {
    /// The stage that it is named for: the one whose workers these are.
    pub(super) stage: usize,
    /// The others, in the order of the graph.
    pub(super) fused: Vec<usize>,
    pub(super) workers: Option<WorkerEvidence>,
    /// How full the channels before it were, as a share of the time.
    pub(super) inlet: f64,
    /// The same of those behind it.
    pub(super) outlet: f64,
}

impl Unit {
    pub(super) fn stages(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.stage).chain(self.fused.iter().copied())
    }

    /// The share of the time for which it could not have done more.
    pub(super) fn busy(&self) -> f64 {
        self.workers.map_or(0.0, |workers| workers.shares.busy)
    }

    /// The share for which it waited for nothing behind it: a source that waits for the world is at its
    /// limit.
    pub(super) fn unblocked(&self) -> f64 {
        self.workers.map_or(0.0, |workers| (1.0 - workers.shares.blocked) * workers.presence)
    }
}

/// All units, in the order of the stages that they are named for.
pub(super) fn units(evidence: &Evidence) -> Vec<Unit> {
    let of_stage = components(evidence);
    let mut units: Vec<Unit> = Vec::new();
    for component in 0..evidence.stages.len() {
        let members: Vec<_> = (0..of_stage.len()).filter(|stage| of_stage[*stage] == component).collect();
        let has_workers = |stage: &&usize| evidence.stages[**stage].workers.is_some();
        let Some(stage) = members.iter().find(has_workers).or(members.first()).copied() else { continue };
        let fused = members.into_iter().filter(|member| *member != stage).collect();
        let workers = evidence.stages[stage].workers;
        units.push(Unit { stage, fused, workers, inlet: 0.0, outlet: 0.0 });
    }
    let unit_of = |stage: usize| units.iter().position(|unit| unit.stages().any(|member| member == stage));
    let channels = evidence.edges.iter().filter(|edge| edge.channel);
    let ends = channels.filter_map(|edge| Some((edge, unit_of(edge.from)?, unit_of(edge.to)?)));
    let pressures: Vec<_> =
        ends.map(|(edge, from, to)| (from, to, pressure(edge, &units[from], &units[to]))).collect();
    for (from, to, pressure) in pressures {
        units[from].outlet = units[from].outlet.max(pressure);
        units[to].inlet = units[to].inlet.max(pressure);
    }
    for unit in &mut units {
        if unit.stages().any(|stage| has_frontier(evidence, stage)) {
            unit.inlet = unit.inlet.max(unit.busy());
        }
    }
    units
}

/// For what share of the time a channel is full: while its sender waits, and its reader does not.
fn pressure(edge: &EdgeEvidence, from: &Unit, to: &Unit) -> f64 {
    let taken = to.workers.map_or(1.0, |workers| 1.0 - workers.shares.idle);
    match (from.workers, edge.is_full) {
        (Some(workers), _) => workers.shares.blocked.min(taken),
        (None, Some(true)) => taken,
        (None, Some(false)) => 0.0,
        // Of a sender that is not measured, in a run that has ended, only the reader tells anything.
        (None, None) => to.busy(),
    }
}

/// Whether items wait in the stage to be expanded: then it has more to do than it can.
fn has_frontier(evidence: &Evidence, stage: usize) -> bool {
    let stage = &evidence.stages[stage];
    let workers = stage.workers.map_or(1, |workers| workers.count as u64);
    is_expand(stage.operator) && stage.held.is_some_and(|(waiting, _)| waiting > workers)
}

pub(super) fn is_expand(operator: &str) -> bool {
    operator.trim_start_matches("try_").starts_with("expand")
}

/// For each stage the least place of those that it shares a task with.
fn components(evidence: &Evidence) -> Vec<usize> {
    let mut of_stage: Vec<_> = (0..evidence.stages.len()).collect();
    for edge in evidence.edges.iter().filter(|edge| !edge.channel) {
        let (Some(&a), Some(&b)) = (of_stage.get(edge.from), of_stage.get(edge.to)) else { continue };
        for component in &mut of_stage {
            if *component == a.max(b) {
                *component = a.min(b);
            }
        }
    }
    of_stage
}
