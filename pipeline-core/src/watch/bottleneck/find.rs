//! Finds the bottleneck.

use super::bottleneck::{Bottleneck, Reason, Remedy};
use super::remedy::{is_waiting, remedy};
use super::units::{BUSY, Unit, full_inside, is_expand, units};
use crate::plan::GraphKind;
use crate::watch::rates::Rates;
use crate::watch::rates::evidence::Evidence;
use crate::watch::snapshot::Snapshot;
use crate::watch::state::RunState;

/// An inlet that is full for less of the time holds nobody up.
const PRESSED: f64 = 0.2;

impl Snapshot {
    /// What has held the run up, over all of its time; none where it has not started.
    ///
    /// For a run whose load changes ask [`Rates::bottleneck`] about its last seconds.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use pipeline_core::Reason;
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (run, watch) = Stream::from_iter(0..100).map(|n| n + 1).count().watch();
    /// assert_eq!(watch.snapshot().bottleneck(), None);
    /// run.await?;
    /// assert_eq!(watch.snapshot().bottleneck().unwrap().reason, Reason::OneTask);
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn bottleneck(&self) -> Option<Bottleneck> {
        find(&Evidence::of(self))
    }
}

impl Rates {
    /// What held the run up in this time; none where no time has passed.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (run, watch) = Stream::from_iter(0..100).map_async(|n| async move { n }).count().watch();
    /// let snapshot = watch.snapshot();
    /// assert_eq!(snapshot.since(&snapshot).bottleneck(), None);
    /// # run.await?;
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn bottleneck(&self) -> Option<Bottleneck> {
        find(&self.evidence)
    }
}

/// The bottleneck of a time.
pub(super) fn find(evidence: &Evidence) -> Option<Bottleneck> {
    if evidence.state == RunState::NotStarted || evidence.over.is_zero() || evidence.stages.is_empty() {
        return None;
    }
    let units = units(evidence);
    if evidence.stages.iter().all(|stage| stage.items == 0) && units.iter().all(|unit| unit.busy() == 0.0) {
        return Some(named(evidence, &units[0], Reason::NothingYet, Remedy::Nothing, None));
    }
    if let [unit] = &units[..] {
        return Some(named(evidence, unit, Reason::OneTask, Remedy::OwnTask, None));
    }
    let unit = most_pressed(evidence, &units)
        .or_else(|| units.iter().find(|unit| awaits_own_items(evidence, unit)))
        .unwrap_or_else(|| slowest_source(evidence, &units));
    let reason = reason(evidence, unit);
    // How much more the others could do is told by their times alone.
    let others = units.iter().filter(|other| other.stage != unit.stage && other.workers.is_some());
    let next = others.rev().max_by(|a, b| utilization(evidence, a).total_cmp(&utilization(evidence, b)));
    let next = next.filter(|next| utilization(evidence, next) > 0.0);
    let ratio = next.map(|next| utilization(evidence, unit) / utilization(evidence, next));
    let remedy = remedy(reason, evidence.stages[unit.stage].operator, unit.workers, ratio);
    Some(named(evidence, unit, reason, remedy, next))
}

/// Of the units whose inlet is full and whose outlet is not, the busiest; of equal ones the first.
fn most_pressed<'a>(evidence: &Evidence, units: &'a [Unit]) -> Option<&'a Unit> {
    let pressed = units.iter().filter(|unit| unit.inlet >= PRESSED && unit.inlet > unit.outlet);
    // The last of equal ones would be found.
    pressed.rev().max_by(|a, b| utilization(evidence, a).total_cmp(&utilization(evidence, b)))
}

/// An `expand` that always has a call under way, and seldom as many as it could: the next items come of
/// these.
fn awaits_own_items(evidence: &Evidence, unit: &Unit) -> bool {
    is_expand(evidence.stages[unit.stage].operator)
        && unit.workers.is_some_and(|workers| workers.shares.busy * workers.count as f64 >= BUSY)
}

fn slowest_source<'a>(evidence: &Evidence, units: &'a [Unit]) -> &'a Unit {
    let sources = units.iter().filter(|unit| has(evidence, unit, GraphKind::Source));
    let slowest = sources.rev().max_by(|a, b| a.unblocked().total_cmp(&b.unblocked()));
    slowest.unwrap_or(&units[0])
}

fn has(evidence: &Evidence, unit: &Unit, kind: GraphKind) -> bool {
    unit.stages().any(|stage| evidence.stages[stage].kind == kind)
}

/// The share of all the time for which a unit could not have done more.
fn utilization(evidence: &Evidence, unit: &Unit) -> f64 {
    if has(evidence, unit, GraphKind::Source) {
        return unit.unblocked();
    }
    match unit.workers {
        None => full_for_itself(unit),
        // It waits inside: for an earlier result, or for what is behind it.
        Some(workers) if full_inside(evidence, unit).is_some() => {
            full_for_itself(unit).max(workers.shares.busy) * workers.presence
        }
        Some(workers) => workers.shares.busy * workers.presence,
    }
}

/// What its inlet is full for, and not for its outlet.
fn full_for_itself(unit: &Unit) -> f64 {
    (unit.inlet - unit.outlet).max(0.0)
}

fn reason(evidence: &Evidence, unit: &Unit) -> Reason {
    let operator = evidence.stages[unit.stage].operator;
    let limits = |stage: usize| matches!(evidence.stages[stage].operator, "throttle" | "rate_limit");
    if unit.stages().any(limits) {
        return Reason::RateLimit;
    }
    if has(evidence, unit, GraphKind::Source) {
        return Reason::SlowSource;
    }
    if let Some((waiting, limit)) = full_inside(evidence, unit) {
        return match operator.contains("by_key") {
            true => Reason::FewKeys { waiting, limit },
            false => Reason::HeadOfLine { waiting, window: limit },
        };
    }
    if unit.inlet < PRESSED {
        return Reason::Frontier;
    }
    if has(evidence, unit, GraphKind::Terminal) {
        return Reason::SlowTerminal;
    }
    let cores = evidence.cores;
    match operator.ends_with("_blocking") {
        true => Reason::Blocking { cores },
        false if is_waiting(operator) => Reason::SlowCalls,
        false => Reason::Computing { cores },
    }
}

fn named(
    evidence: &Evidence,
    unit: &Unit,
    reason: Reason,
    remedy: Remedy,
    next: Option<&Unit>,
) -> Bottleneck {
    let name = |stage: usize| evidence.stages[stage].name.clone();
    // A task is named for what its user wrote: the source or the terminal in it.
    let end = |kind| unit.stages().find(|stage| evidence.stages[*stage].kind == kind);
    let stage = match reason {
        Reason::SlowSource => end(GraphKind::Source),
        Reason::SlowTerminal => end(GraphKind::Terminal),
        Reason::RateLimit => {
            unit.stages().find(|stage| matches!(evidence.stages[*stage].operator, "throttle" | "rate_limit"))
        }
        _ => None,
    };
    let stage = stage.unwrap_or(unit.stage);
    let mut fused: Vec<_> = unit.stages().filter(|member| *member != stage).collect();
    fused.sort_unstable();
    Bottleneck {
        reason,
        stage,
        name: name(stage),
        fused: fused.into_iter().map(name).collect(),
        workers: unit.workers.map_or(0, |workers| workers.count),
        busy: unit.busy(),
        remedy,
        next: next.map(|next| name(next.stage)),
        ended: matches!(evidence.state, RunState::Ended(_)),
    }
}
