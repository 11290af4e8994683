//! The clock of a run.

use tokio::time::Instant;

/// When a run began.
#[derive(Debug)]
pub(crate) struct Start(Instant);

impl Start {
    /// A run that begins now.
    pub(super) fn at_once() -> Self {
        Self(Instant::now())
    }

    /// Nanoseconds since then.
    pub(crate) fn now(&self) -> u64 {
        u64::try_from(Instant::now().saturating_duration_since(self.0).as_nanos()).unwrap_or(u64::MAX)
    }
}
