//! Stages that share a task, seen as one: it is the task that is busy, idle or blocked.

use crate::watch::rates::evidence::{EdgeEvidence, Evidence, WorkerEvidence};

/// Below it, workers are not what an ordered stage lacks.
pub(super) const BUSY: f64 = 0.7;

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
        match self.workers {
            Some(workers) => (1.0 - workers.shares.blocked) * workers.presence,
            None => 1.0 - self.outlet,
        }
    }
}

/// All units, in the order of the stages that they are named for.
pub(super) fn units(evidence: &Evidence) -> Vec<Unit> {
    let of_stage = components(evidence);
    let mut members = vec![Vec::new(); of_stage.len()];
    for (stage, component) in of_stage.iter().enumerate() {
        members[*component].push(stage);
    }
    let mut units: Vec<Unit> = Vec::new();
    let mut unit_of_component = vec![None; of_stage.len()];
    for (component, members) in members.into_iter().enumerate() {
        let has_workers = |stage: &&usize| evidence.stages[**stage].workers.is_some();
        let Some(stage) = members.iter().find(has_workers).or(members.first()).copied() else { continue };
        let fused = members.into_iter().filter(|member| *member != stage).collect();
        let workers = evidence.stages[stage].workers;
        unit_of_component[component] = Some(units.len());
        units.push(Unit { stage, fused, workers, inlet: 0.0, outlet: 0.0 });
    }
    let unit_of = |stage: usize| of_stage.get(stage).and_then(|component| unit_of_component[*component]);
    let channels = evidence.edges.iter().filter(|edge| edge.channel);
    let ends = channels.filter_map(|edge| Some((edge, unit_of(edge.from)?, unit_of(edge.to)?)));
    let pressures: Vec<_> =
        ends.map(|(edge, from, to)| (from, to, pressure(evidence, edge, &units[from], &units[to]))).collect();
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
///
/// Sources and terminals may have no times. Then the other end tells, and, while the run works, whether the
/// channel is full now.
fn pressure(evidence: &Evidence, edge: &EdgeEvidence, from: &Unit, to: &Unit) -> f64 {
    let blocked = from.workers.map(|workers| workers.shares.blocked);
    // Workers that wait while their stage is full inside wait for no items.
    let takes_more = full_inside(evidence, to).is_none();
    let idle = to.workers.map(|workers| if takes_more { workers.shares.idle } else { 0.0 });
    let is_full = edge.is_full.map(|is_full| is_full || is_overfull(evidence, from));
    match (blocked, idle, is_full) {
        (Some(blocked), Some(idle), _) => blocked.min(1.0 - idle),
        (_, _, Some(false)) => 0.0,
        // The sender waits for an earlier result, and not for room.
        (Some(_), None, None) if full_inside(evidence, from).is_some() => 0.0,
        (Some(blocked), None, _) => blocked,
        (None, Some(idle), Some(true)) => 1.0 - idle,
        // Who never waits for an item finds one each time.
        (None, Some(idle), None) => (1.0 - 5.0 * idle).max(0.0),
        (None, None, is_full) => f64::from(u8::from(is_full == Some(true))),
    }
}

/// Whether a source keeps as many items for its reader as it may: it waits for nobody, and drops the rest.
fn is_overfull(evidence: &Evidence, unit: &Unit) -> bool {
    unit.workers.is_none() && full_inside(evidence, unit).is_some()
}

/// How many results or items wait in a stage that takes no more for them, though its workers have time: of as
/// many as may.
pub(super) fn full_inside(evidence: &Evidence, unit: &Unit) -> Option<(u64, u64)> {
    let stage = &evidence.stages[unit.stage];
    let (waiting, limit) = stage.held.and_then(|(waiting, limit)| Some((waiting, limit?)))?;
    let is_full = waiting > 0 && waiting * 10 >= limit * 9;
    (is_full && unit.busy() < BUSY && !is_expand(stage.operator)).then_some((waiting.min(limit), limit))
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
///
/// Disjoint sets, each known by its least member (Tarjan, "Efficiency of a Good But Not Linear Set Union
/// Algorithm", 1975): pipelines can be thousands of stages long.
fn components(evidence: &Evidence) -> Vec<usize> {
    let mut parents: Vec<_> = (0..evidence.stages.len()).collect();
    for edge in evidence.edges.iter().filter(|edge| !edge.channel) {
        if edge.from.max(edge.to) < parents.len() {
            let (a, b) = (least(&mut parents, edge.from), least(&mut parents, edge.to));
            parents[a.max(b)] = a.min(b);
        }
    }
    (0..parents.len()).map(|stage| least(&mut parents, stage)).collect()
}

/// The least stage of a set; the way to it is shortened.
fn least(parents: &mut [usize], mut stage: usize) -> usize {
    while parents[stage] != stage {
        parents[stage] = parents[parents[stage]];
        stage = parents[stage];
    }
    stage
}
