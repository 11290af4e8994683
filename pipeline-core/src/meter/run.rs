//! What is counted of a run as a whole.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::clock::Start;
use super::stage::StageMeter;

/// How a run has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Succeeded,
    Failed,
    Cancelled,
}

/// What is counted of a run: its stages, in the order of its plan, and how long it lasts.
#[derive(Debug)]
pub(crate) struct RunMeter {
    pub(crate) stages: Vec<Arc<StageMeter>>,
    start: Arc<Start>,
    ended: OnceLock<(Ending, u64)>,
}

impl RunMeter {
    /// A run that begins now; `stages` makes the meters of its stages.
    pub(crate) fn new(stages: impl FnOnce(&Arc<Start>) -> Vec<Arc<StageMeter>>) -> Self {
        let start = Arc::new(Start::at_once());
        Self { stages: stages(&start), start, ended: OnceLock::new() }
    }

    /// Notes how it has ended; the first to say so is right.
    pub(crate) fn end(&self, ending: Ending) {
        let _ = self.ended.set((ending, self.start.now()));
    }

    pub(crate) fn ending(&self) -> Option<Ending> {
        self.ended.get().map(|(ending, _)| *ending)
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
