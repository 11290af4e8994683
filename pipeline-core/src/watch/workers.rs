//! What the workers of a stage do.

use std::time::Duration;

/// What the workers of a stage do now, and what they have spent their time with.
///
/// Flink calls the three busy, idle and back-pressured time. They are summed up over the workers: ten workers
/// spend ten seconds in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Workers {
    /// The most that there may be.
    pub limit: usize,
    /// How many have been started. One starts the next when it has its first item.
    pub started: usize,
    /// How many are in a call, waiting in it or computing.
    pub in_call: usize,
    /// How many wait for an item.
    pub waiting_for_input: usize,
    /// How many wait for room behind the stage.
    pub waiting_to_send: usize,
    /// Time spent in calls.
    pub busy: Duration,
    /// Time spent waiting for items.
    pub idle: Duration,
    /// Time spent waiting for room.
    pub blocked: Duration,
}

impl Workers {
    /// The share of their time that they spent in calls, from 0 to 1.
    #[must_use]
    pub fn busy_share(&self) -> f64 {
        share(self.busy, self.total())
    }

    /// The share of their time that they waited for items, from 0 to 1.
    #[must_use]
    pub fn idle_share(&self) -> f64 {
        share(self.idle, self.total())
    }

    /// The share of their time that they waited for room behind the stage, from 0 to 1.
    #[must_use]
    pub fn blocked_share(&self) -> f64 {
        share(self.blocked, self.total())
    }

    fn total(&self) -> Duration {
        self.busy + self.idle + self.blocked
    }
}

/// A part of a time; none of no time.
fn share(part: Duration, whole: Duration) -> f64 {
    if whole.is_zero() { 0.0 } else { part.as_secs_f64() / whole.as_secs_f64() }
}
