//! How long calls take.

use std::time::Duration;

/// How long the calls of a stage have taken, from their item to their last result.
///
/// Where calls are quick only some are timed, as reading the clock would take longer than they do. The times
/// are those of the calls that were, each counted for as many as it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Calls {
    /// Calls that have ended.
    pub count: u64,
    /// How many of them were timed.
    pub timed: u64,
    /// The sum of their times, as far as they were timed, and estimated for the others.
    pub sum: Duration,
    /// The longest that was timed.
    pub max: Duration,
    /// Half of the calls took no longer, within one part in a hundred.
    pub p50: Duration,
    /// Nine out of ten took no longer.
    pub p90: Duration,
    /// Ninety-nine out of a hundred took no longer.
    pub p99: Duration,
}

impl Calls {
    /// How long a call takes on average.
    #[must_use]
    pub fn mean(&self) -> Duration {
        if self.count == 0 { Duration::ZERO } else { self.sum.div_f64(self.count as f64) }
    }

    /// One call in how many was timed.
    #[must_use]
    pub fn timed_one_in(&self) -> u64 {
        self.count.checked_div(self.timed).unwrap_or(1).max(1)
    }
}
