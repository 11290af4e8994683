//! The clock of a run.

use tokio::time::Instant;

use super::count::Counter;

/// When a run began.
#[derive(Debug)]
pub(crate) struct Start {
    at: Instant,
    /// When something moved last, in nanoseconds since then; noted where each call is timed.
    moved: Counter,
    timing: Timing,
}

/// Which calls are timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timing {
    /// Of quick calls, some.
    Samples,
    /// Each one.
    Each,
}

impl Start {
    /// A run that begins now.
    pub(super) fn at_once(timing: Timing) -> Self {
        Self { at: Instant::now(), moved: Counter::default(), timing }
    }

    /// Nanoseconds since then.
    pub(crate) fn now(&self) -> u64 {
        self.nanos_at(Instant::now())
    }

    /// Nanoseconds between then and `at`.
    pub(crate) fn nanos_at(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.at).as_nanos()).unwrap_or(u64::MAX)
    }

    pub(crate) fn timing(&self) -> Timing {
        self.timing
    }

    /// Notes that something moves, where each call is timed.
    #[inline]
    pub(crate) fn note_moved(&self) {
        if self.timing == Timing::Each {
            self.moved.raise(self.now());
        }
    }

    /// When something moved last, in nanoseconds since the run began.
    pub(super) fn moved_last(&self) -> u64 {
        self.moved.get()
    }
}
