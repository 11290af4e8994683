//! `Watch`: looks at a run, from anywhere, while it works and afterwards.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "trace")]
use super::reading::read_state;
use super::reading::{bars_of, read, read_history};
use super::watched::Watched;
use crate::watch::report::{CallTimes, Report};
use crate::watch::snapshot::Snapshot;
#[cfg(feature = "trace")]
use crate::watch::state::RunState;

/// Looks at a run: what its stages have done, what they do now, and which of them holds it up.
///
/// [`Run::watch`](crate::Run::watch) gives it. Clones look at the same run, from any task or thread, while it
/// works and after it has ended. It holds nothing of the run alive.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let (run, watch) = Stream::from_iter(0..100).filter(|n| n % 4 == 0).count().watch();
/// assert_eq!(run.await?, 25);
/// let filter = &watch.snapshot().stages[1];
/// assert_eq!((filter.items_in, filter.items_out, filter.filtered), (100, 25, 75));
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Watch(Arc<Watched>);

impl Watch {
    pub(crate) fn new(watched: Arc<Watched>) -> Self {
        Self(watched)
    }

    /// How the run stands now.
    ///
    /// Before it has begun, and for as long as it works, this locks nothing that its tasks wait for but the
    /// times of its calls, each for a moment.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::{RunEnd, RunState};
    ///
    /// let (run, watch) = Stream::from_iter(0..5).count().watch();
    /// assert_eq!(watch.snapshot().state, RunState::NotStarted);
    /// run.await?;
    /// let snapshot = watch.snapshot();
    /// assert_eq!(snapshot.state, RunState::Ended(RunEnd::Succeeded));
    /// assert_eq!(snapshot.edges[0].items, 5);
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        read(&self.0)
    }

    /// How far the run is.
    #[cfg(feature = "trace")]
    pub(crate) fn state(&self) -> RunState {
        read_state(&self.0)
    }

    /// What is to be said of the run: as text, as a page, or for other programs. As a rule it has ended.
    ///
    /// How it went over time is known of runs with workers: these write their counts down now and then.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (run, watch) = Stream::from_iter(0..100).map_async(|n| async move { n }).count().watch();
    /// run.await?;
    /// let report = watch.report().to_string();
    /// assert!(report.contains("from_iter => map_async => count"));
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn report(&self) -> Report {
        let report = Report::new(self.snapshot()).with_graph(self.0.graph());
        let Some(begun) = self.0.begun() else { return report };
        report.with_history(read_history(begun)).with_call_times(self.call_times())
    }

    /// How many calls of each stage have taken how long.
    pub(crate) fn call_times(&self) -> Vec<CallTimes> {
        let Some(begun) = self.0.begun() else { return Vec::new() };
        let times_of = |(stage, place): (usize, &usize)| {
            let calls = begun.meter.stages[*place].calls()?;
            Some(CallTimes::new(stage, bars_of(calls)))
        };
        begun.places.nodes.iter().enumerate().filter_map(times_of).collect()
    }

    /// When something moved last, since the run began; told where each call is timed.
    pub(crate) fn moved_last(&self) -> Option<Duration> {
        Some(self.0.begun()?.meter.moved_last())
    }

    /// Waits until the run has ended, however that came; at once where it has.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost when it is dropped.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let (run, watch) = Stream::repeat(1).drain().watch();
    /// let running = run.spawn();
    /// drop(running);
    /// watch.ended().await;
    /// # }
    /// ```
    pub async fn ended(&self) {
        self.0.ended().await;
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch(..)")
    }
}
