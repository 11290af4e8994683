//! What is counted of a run as a whole.

use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use super::clock::{Start, Timing};
use super::count::Counted;
use super::history::History;
use super::stage::StageMeter;
use super::trace::RunTrace;

/// How a run has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum RunEnd {
    /// It gave its result.
    Succeeded,
    /// It gave an error.
    Failed,
    /// It was dropped, aborted, or cancelled by its signal.
    Cancelled,
}

impl RunEnd {
    /// How that is called.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What is counted of a run: its stages, in the order of its plan, and how long it lasts.
#[derive(Debug)]
pub(crate) struct RunMeter {
    pub(crate) stages: Vec<Arc<StageMeter>>,
    pub(super) start: Arc<Start>,
    pub(crate) history: Arc<History>,
    ended: OnceLock<(RunEnd, u64)>,
    pub(crate) trace: RunTrace,
}

impl RunMeter {
    /// A run that begins now, of which these calls are timed; `stages` makes the meters of its stages.
    pub(crate) fn new(
        timing: Timing,
        stages: impl FnOnce(&Arc<Start>, &Arc<History>) -> Vec<Arc<StageMeter>>,
    ) -> Self {
        let (start, history) = (Arc::new(Start::at_once(timing)), Arc::new(History::new()));
        let stages = stages(&start, &history);
        history.of(stages.iter().map(|stage| Arc::downgrade(stage) as Weak<dyn Counted>));
        Self { stages, start, history, ended: OnceLock::new(), trace: RunTrace::default() }
    }

    /// Notes how it has ended; the first to say so is right.
    pub(crate) fn end(&self, ending: RunEnd) {
        if self.ended.set((ending, self.start.now())).is_ok() {
            self.trace.end(ending.word(), |at| self.cut_off(at));
        }
    }

    /// Ends what is still under way, for the trace of the run.
    fn cut_off(&self, at: u64) {
        for stage in &self.stages {
            stage.workers().iter().for_each(|worker| worker.trace.cut_off_at(at));
            stage.edge.trace.sample(|| 0);
        }
    }

    pub(crate) fn ending(&self) -> Option<RunEnd> {
        self.ended.get().map(|(ending, _)| *ending)
    }

    /// When something moved last; told where each call is timed.
    pub(crate) fn moved_last(&self) -> Duration {
        Duration::from_nanos(self.start.moved_last())
    }

    /// How long it has worked.
    pub(crate) fn elapsed(&self) -> Duration {
        Duration::from_nanos(self.nanos())
    }

    /// The same in nanoseconds.
    pub(crate) fn nanos(&self) -> u64 {
        self.ended.get().map_or_else(|| self.start.now(), |(_, at)| *at)
    }
}
