//! What a run has done from one moment to another.

use std::time::Duration;

use super::evidence::Evidence;
use super::shares::Shares;
use crate::watch::edge::EdgeSnapshot;
use crate::watch::snapshot::Snapshot;
use crate::watch::stage::StageSnapshot;

/// What a run has done from one moment to another: how many items a second, and what its workers spent their
/// time with. [`Snapshot::since`] makes it of two snapshots.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Rates {
    /// How long that was.
    pub over: Duration,
    /// The stages, in the order of [`Snapshot::stages`].
    pub stages: Vec<StageRates>,
    /// The edges, in the order of [`Snapshot::edges`].
    pub edges: Vec<EdgeRates>,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(in crate::watch) evidence: Evidence,
}

/// What one stage has done in a time.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StageRates {
    /// The name, as in [`StageSnapshot::name`].
    pub name: String,
    /// Items a second that it has taken in.
    pub items_in: f64,
    /// Items a second that it has given.
    pub items_out: f64,
    /// Errors a second that it has made.
    pub errors: f64,
    /// What its workers spent the time with; none where the stage has no task of its own.
    pub shares: Option<Shares>,
}

/// What has gone through one edge in a time.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct EdgeRates {
    /// Where items come from, as in [`EdgeSnapshot::from`].
    pub from: usize,
    /// Where they go.
    pub to: usize,
    /// Items a second.
    pub items: f64,
}

impl Snapshot {
    /// What the run has done since an earlier snapshot of it.
    ///
    /// The two may be given in either order. Where they are of different pipelines, or of the same moment,
    /// all rates are nothing, over no time.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (run, watch) = Stream::from_iter(0..100).map_async(|n| async move { n }).count().watch();
    /// let before = watch.snapshot();
    /// run.await?;
    /// let rates = watch.snapshot().since(&before);
    /// assert!(rates.stages[1].items_in > 0.0);
    /// assert_eq!(rates.edges.len(), 2);
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Rates {
        let (before, after) = if earlier.elapsed <= self.elapsed { (earlier, self) } else { (self, earlier) };
        let over = if is_same(before, after) { after.elapsed - before.elapsed } else { Duration::ZERO };
        let per_second = PerSecond(over);
        let pairs = after.stages.iter().enumerate().map(|(place, stage)| (stage, before.stages.get(place)));
        let stages = pairs.map(|(stage, before)| StageRates::new(stage, before, &per_second)).collect();
        let pairs = after.edges.iter().enumerate().map(|(place, edge)| (edge, before.edges.get(place)));
        let edges = pairs.map(|(edge, before)| EdgeRates::new(edge, before, &per_second)).collect();
        Rates { over, stages, edges, evidence: Evidence::between(before, after, over) }
    }
}

/// Whether both may be of one run.
fn is_same(before: &Snapshot, after: &Snapshot) -> bool {
    let stage = |stage: &StageSnapshot| (stage.name.clone(), stage.operator);
    let edge = |edge: &EdgeSnapshot| (edge.from, edge.to);
    before.stages.iter().map(stage).eq(after.stages.iter().map(stage))
        && before.edges.iter().map(edge).eq(after.edges.iter().map(edge))
}

/// Turns counts into rates, over a time that may be nothing.
struct PerSecond(Duration);

impl PerSecond {
    fn of(&self, after: u64, before: Option<u64>) -> f64 {
        let count = after.saturating_sub(before.unwrap_or(0));
        if self.0.is_zero() { 0.0 } else { count as f64 / self.0.as_secs_f64() }
    }
}

impl StageRates {
    fn new(after: &StageSnapshot, before: Option<&StageSnapshot>, per_second: &PerSecond) -> Self {
        let of = |count: fn(&StageSnapshot) -> u64| per_second.of(count(after), before.map(count));
        let shares = after.workers.map(|workers| {
            let before = before.and_then(|before| before.workers);
            if per_second.0.is_zero() { Shares::default() } else { Shares::between(&workers, before) }
        });
        Self {
            name: after.name.clone(),
            items_in: of(|stage| stage.items_in),
            items_out: of(|stage| stage.items_out),
            errors: of(|stage| stage.errors),
            shares,
        }
    }
}

impl EdgeRates {
    fn new(after: &EdgeSnapshot, before: Option<&EdgeSnapshot>, per_second: &PerSecond) -> Self {
        let items = per_second.of(after.items, before.map(|before| before.items));
        Self { from: after.from, to: after.to, items }
    }
}
