//! When the last calls were made, and when the next may be.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::clock::after;

/// So many in any span of time.
#[derive(Debug)]
pub(crate) struct SlidingLog {
    n: usize,
    per: Duration,
    /// When the last were, `n` at most.
    times: VecDeque<Instant>,
}

impl SlidingLog {
    pub(crate) fn new(n: usize, per: Duration) -> Self {
        Self { n, per, times: VecDeque::new() }
    }

    /// When the next may be, if the last ones say anything about that.
    pub(crate) fn next(&self) -> Option<Instant> {
        let oldest = self.times.front().filter(|_| self.times.len() >= self.n)?;
        Some(after(*oldest, self.per))
    }

    /// One is made now, and none before it is forgotten that still counts.
    pub(crate) fn record(&mut self, now: Instant) {
        if self.times.len() >= self.n {
            self.times.pop_front();
        }
        self.times.push_back(now);
    }
}
