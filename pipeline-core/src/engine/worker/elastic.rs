//! A number of workers that changes while they work: a permit for each call.
//!
//! A worker asks for its permit after it has received an item, and gives it back when the call is over. So
//! the number of calls is never above the limit, also right after that was lowered, however many workers wait
//! at the input. Workers that were started stay and wait.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::PollSemaphore;

use super::climb::{Climb, Sample};
use crate::engine::lock::lock;
use crate::engine::supervision::{OutOfRange, Resize};

/// The shortest time that a sample is taken over.
const SHORTEST: Duration = Duration::from_millis(1);

/// What the workers of an elastic stage share.
pub(crate) struct Elastic {
    least: usize,
    most: usize,
    limit: AtomicUsize,
    permits: Arc<Semaphore>,
    state: Mutex<State>,
}

/// What a call changes when it begins and ends.
struct State {
    /// Calls under way.
    running: usize,
    /// Permits that are taken back as calls end.
    owed: usize,
    /// Nothing once the number was set by hand.
    search: Option<Search>,
}

/// The search for a number, and what it has seen since its last decision.
struct Search {
    climb: Climb,
    /// When the last decision was, and how far the calls under way were added up since.
    since: Instant,
    until: Instant,
    busy: Duration,
    /// Calls that have begun and ended since, and the time they took.
    calls: usize,
    in_calls: Duration,
}

impl Search {
    fn new(climb: Climb, now: Instant) -> Self {
        Self { climb, since: now, until: now, busy: Duration::ZERO, calls: 0, in_calls: Duration::ZERO }
    }

    /// Adds up the time of the calls under way.
    fn advance(&mut self, now: Instant, running: usize) {
        // Two workers may have read the clock in another order.
        self.busy += now.saturating_duration_since(self.until) * running as u32;
        self.until = self.until.max(now);
    }

    /// Notes a call that has ended; gives the number of workers from now on, if there is a new one.
    fn call_ended(&mut self, began: Instant, now: Instant) -> Option<usize> {
        if began >= self.since {
            self.calls += 1;
            self.in_calls += now.saturating_duration_since(began);
        }
        let passed = now.saturating_duration_since(self.since);
        if self.calls < self.climb.sample_size() || passed < SHORTEST {
            return None;
        }
        let busy = self.busy.as_secs_f64() / passed.as_secs_f64();
        let workers = self.climb.decide(Sample { busy, call: self.in_calls / self.calls as u32 });
        (self.since, self.until, self.busy, self.calls, self.in_calls) =
            (now, now, Duration::ZERO, 0, Duration::ZERO);
        Some(workers)
    }
}

/// The right to make one call.
pub(crate) struct Permit {
    elastic: Arc<Elastic>,
    since: Instant,
}

impl Elastic {
    pub(crate) fn new(least: usize, most: usize) -> Arc<Self> {
        let search = Search::new(Climb::new(least, most), Instant::now());
        Arc::new(Self {
            least,
            most,
            limit: AtomicUsize::new(least),
            permits: Arc::new(Semaphore::new(least)),
            state: Mutex::new(State { running: 0, owed: 0, search: Some(search) }),
        })
    }

    /// How many workers may have been started: one more than may make calls, which is there when the limit is
    /// raised.
    pub(crate) fn startable(&self) -> usize {
        (self.limit.load(Ordering::Relaxed) + 1).min(self.most)
    }

    /// Where a worker waits for its turn to make a call.
    pub(super) fn poll_permits(&self) -> PollSemaphore {
        PollSemaphore::new(self.permits.clone())
    }

    /// Counts a call that begins.
    pub(super) fn permit(self: &Arc<Self>, turn: Option<OwnedSemaphorePermit>) -> Permit {
        match turn {
            Some(turn) => turn.forget(),
            None => unreachable!("the semaphore of a stage is never closed"),
        }
        let since = Instant::now();
        let state = &mut *lock(&self.state);
        if let Some(search) = &mut state.search {
            search.advance(since, state.running);
        }
        state.running += 1;
        Permit { elastic: self.clone(), since }
    }

    fn resize(&self, state: &mut State, to: usize) {
        let from = self.limit.swap(to, Ordering::Relaxed);
        if to > from {
            let kept = state.owed.min(to - from);
            state.owed -= kept;
            self.permits.add_permits(to - from - kept);
        } else {
            state.owed += from - to - self.permits.forget_permits(from - to);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let now = Instant::now();
        let elastic = &*self.elastic;
        let state = &mut *lock(&elastic.state);
        if let Some(search) = &mut state.search {
            search.advance(now, state.running);
            if let Some(workers) = search.call_ended(self.since, now) {
                elastic.resize(state, workers);
            }
        }
        state.running -= 1;
        match state.owed {
            0 => elastic.permits.add_permits(1),
            _ => state.owed -= 1,
        }
    }
}

impl Resize for Elastic {
    fn resize(&self, workers: usize) -> Result<(), OutOfRange> {
        if !(self.least..=self.most).contains(&workers) {
            return Err(OutOfRange { least: self.least, most: self.most });
        }
        let state = &mut *lock(&self.state);
        state.search = None;
        Elastic::resize(self, state, workers);
        Ok(())
    }

    fn resize_near(&self, workers: usize) {
        let within = Resize::resize(self, workers.clamp(self.least, self.most));
        debug_assert!(within.is_ok(), "what is brought into a range is in it");
    }

    fn workers(&self) -> usize {
        self.limit.load(Ordering::Relaxed)
    }
}
