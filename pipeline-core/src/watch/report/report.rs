//! `Report`: a run as a whole.

use std::time::Duration;

use crate::plan::Graph;
use crate::watch::rates::Rates;
use crate::watch::snapshot::Snapshot;

/// A run as a whole: what its stages did, what held it up, and how that went on.
///
/// `Display` writes it for a terminal of 80 columns. With the feature `serde` there is
/// `to_json()`, with `html` a page to look at, `to_html()`.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::Report;
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let run = Stream::from_iter(0..9).map_async(|n| async move { n }).count();
/// let graph = run.graph();
/// let (run, watch) = run.watch();
/// run.await?;
/// let report = Report::new(watch.snapshot()).with_graph(&graph).to_string();
/// assert!(report.starts_with("pipeline: succeeded after "));
/// assert!(report.contains("from_iter => map_async => count"));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Report {
    pub(super) last: Snapshot,
    pub(super) graph: String,
    pub(super) history: Vec<Snapshot>,
    pub(super) call_times: Vec<CallTimes>,
}

/// How many calls of one stage took how long.
///
/// ```
/// use pipeline_core::CallTimes;
/// use std::time::Duration;
///
/// let buckets = vec![(Duration::from_millis(1), 90), (Duration::from_millis(10), 10)];
/// let times = CallTimes::new(1, buckets);
/// assert_eq!(times.buckets[1], (Duration::from_millis(10), 10));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CallTimes {
    /// The stage: its place in [`Snapshot::stages`](crate::Snapshot::stages).
    pub stage: usize,
    /// Calls that took no longer than this and longer than the one before, in the order of the times.
    pub buckets: Vec<(Duration, u64)>,
}

impl CallTimes {
    /// Of the stage at this place: for each time the calls that took no longer, and longer than the one
    /// before.
    #[must_use]
    pub fn new(stage: usize, buckets: Vec<(Duration, u64)>) -> Self {
        Self { stage, buckets }
    }

    /// In no more than `most` parts, from the first to the last that holds any call.
    pub(super) fn joined(&self, most: usize) -> Vec<(Duration, u64)> {
        let holds = |bucket: &(Duration, u64)| bucket.1 > 0;
        let first = self.buckets.iter().position(holds).unwrap_or(0);
        let end = self.buckets.iter().rposition(holds).map_or(0, |last| last + 1);
        let held = &self.buckets[first.min(end)..end];
        let parts = held.chunks(held.len().div_ceil(most).max(1));
        let joined =
            parts.map(|part| (part[part.len() - 1].0, part.iter().map(|b| b.1).fold(0, u64::saturating_add)));
        joined.collect()
    }
}

impl Report {
    /// A report of a run that stands like this: as a rule it has ended.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use pipeline_core::Report;
    ///
    /// let (run, watch) = Stream::from_iter(0..9).count().watch();
    /// let report = Report::new(watch.snapshot());
    /// assert!(report.to_string().starts_with("pipeline: not started"));
    /// # drop(run);
    /// ```
    #[must_use]
    pub fn new(last: Snapshot) -> Self {
        Self { last, graph: String::new(), history: Vec::new(), call_times: Vec::new() }
    }

    /// With the text of the graph, as `Display` writes it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use pipeline_core::Report;
    /// let run = Stream::from_iter(0..9).count();
    /// let graph = run.graph();
    /// let (run, watch) = run.watch();
    /// let report = Report::new(watch.snapshot()).with_graph(&graph);
    /// assert!(report.to_string().contains("from_iter -> count"));
    /// # drop(run);
    /// ```
    #[must_use]
    pub fn with_graph(self, graph: &Graph) -> Self {
        Self { graph: graph.to_string(), ..self }
    }

    /// With snapshots that were taken on the way, for the throughput over time; the last one is added by
    /// itself. Some hundred are plenty, and those of other runs are left out.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use pipeline_core::Report;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (run, watch) = Stream::from_iter(0..9).count().watch();
    /// let before = watch.snapshot();
    /// run.await?;
    /// let report = Report::new(watch.snapshot()).with_history(vec![before]);
    /// assert!(report.to_string().contains("count"));
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn with_history(self, mut history: Vec<Snapshot>) -> Self {
        history.sort_by_key(|snapshot| snapshot.elapsed);
        Self { history, ..self }
    }

    /// With how many calls of each stage took how long.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use pipeline_core::{CallTimes, Report};
    /// use std::time::Duration;
    ///
    /// let (run, watch) = Stream::from_iter(0..9).count().watch();
    /// let times = CallTimes::new(0, vec![(Duration::from_millis(1), 9)]);
    /// let report = Report::new(watch.snapshot()).with_call_times(vec![times]);
    /// assert!(report.to_string().contains("from_iter"));
    /// # drop(run);
    /// ```
    #[must_use]
    pub fn with_call_times(self, call_times: Vec<CallTimes>) -> Self {
        Self { call_times, ..self }
    }

    /// What was done from one snapshot to the next: when each part began, and its rates.
    pub(super) fn parts(&self) -> Vec<(Duration, Rates)> {
        let snapshots: Vec<_> = self.history.iter().chain([&self.last]).collect();
        let parts = snapshots.windows(2).map(|pair| (pair[0].elapsed, pair[1].since(pair[0])));
        parts.filter(|(_, rates)| !rates.over.is_zero()).collect()
    }
}
