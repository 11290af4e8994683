//! How long a worker's calls take, which decides how it gets along with its siblings.

use std::time::Duration;

use tokio::time::Instant;

use super::budget::Budget;
use super::time_slice;
use crate::plan::Capacity;

/// Calls that take this long are worth a turn of the scheduler each.
const SLOW: Duration = Duration::from_micros(2);

/// A call that holds its thread for so long is worth a look at how long the thread's polls take.
const LONG: Duration = Duration::from_micros(30);

/// Between two that are timed are so many quick calls, or slow ones.
const STRIDE: u32 = 32;

const SLOW_STRIDE: u32 = 4;

/// How long the calls of a worker take, as far as it must know.
pub(crate) struct CallLatency {
    slow: bool,
    /// Whether items are received at a rendezvous.
    rendezvous: bool,
    until_timed: u32,
    /// When the call that is timed was made, and in which poll.
    started: Option<(Instant, u32)>,
}

impl CallLatency {
    /// For a worker that reads an edge of capacity `behind`.
    pub(crate) fn new(behind: Capacity) -> Self {
        Self { slow: true, rendezvous: behind == Capacity::Items(0), until_timed: 0, started: None }
    }

    /// Whether calls have been slow lately. A call that waits counts with its wait.
    pub(crate) fn is_slow(&self) -> bool {
        self.slow
    }

    /// Before a call: whether to [give way](Budget::poll_owed) to those whom the worker has just woken, as
    /// the call may take long.
    ///
    /// tokio runs what a task has woken last on the same thread, and no other thread may take it over. So a
    /// sender whose item was just received would wait until the call is over, and another worker would have
    /// nothing to do. Where items wait in a buffer, they are there for the other worker.
    #[inline]
    pub(crate) fn charge_before_call(&self, budget: &mut Budget) -> bool {
        match (self.slow, self.rendezvous) {
            (false, _) => budget.assume_quick(),
            (true, true) => return budget.exhaust(),
            (true, false) => {}
        }
        budget.charge()
    }

    pub(crate) fn call_started(&mut self) {
        match self.until_timed {
            0 => self.started = Some((Instant::now(), time_slice::poll())),
            _ => self.until_timed -= 1,
        }
    }

    /// Notes that the call is over, if it was not before.
    #[inline]
    pub(crate) fn call_returned(&mut self) {
        if let Some((started, poll)) = self.started.take() {
            let took = started.elapsed();
            self.slow = took >= SLOW;
            if took >= LONG && time_slice::poll() == poll {
                time_slice::note_long_call();
            }
            self.until_timed = if self.slow { SLOW_STRIDE } else { STRIDE };
        }
    }
}
