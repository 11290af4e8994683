//! A number of workers that changes while they work: a permit for each call.
//!
//! A worker asks for its permit after it has received an item, and gives it back when the call is over. So the number of calls
//! is never above the limit, also right after that was lowered, however many workers wait at the input. Workers that were
//! started stay and wait.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

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
    permits: Semaphore,
    state: Mutex<State>,
}

struct State {
    /// Permits that are taken back as calls end.
    owed: usize,
    /// Nothing once the number was set by hand.
    search: Option<Search>,
}

struct Search {
    climb: Climb,
    since: Instant,
    calls: usize,
    in_calls: Duration,
}

/// The right to make one call.
pub(crate) struct Permit {
    elastic: Arc<Elastic>,
    since: Instant,
}

impl Elastic {
    pub(crate) fn new(least: usize, most: usize) -> Arc<Self> {
        let climb = Climb::new(least, most);
        let search = Search { climb, since: Instant::now(), calls: 0, in_calls: Duration::ZERO };
        Arc::new(Self {
            least,
            most,
            limit: AtomicUsize::new(least),
            permits: Semaphore::new(least),
            state: Mutex::new(State { owed: 0, search: Some(search) }),
        })
    }

    /// How many workers may have been started: one more than may make calls, which is there when the limit is raised.
    pub(crate) fn startable(&self) -> usize {
        (self.limit.load(Ordering::Relaxed) + 1).min(self.most)
    }

    pub(crate) async fn permit(self: &Arc<Self>) -> Permit {
        match self.permits.acquire().await {
            Ok(permit) => permit.forget(),
            Err(_) => unreachable!("the semaphore of a stage is never closed"),
        }
        Permit { elastic: self.clone(), since: Instant::now() }
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

impl Permit {
    /// Gives the permit back; what it was of, to ask for another.
    pub(crate) fn give_back(self) -> Arc<Elastic> {
        self.elastic.clone()
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let now = Instant::now();
        let elastic = &*self.elastic;
        let state = &mut *lock(&elastic.state);
        if let Some(search) = &mut state.search {
            search.calls += 1;
            search.in_calls += now - self.since;
            let passed = now - search.since;
            if search.calls >= search.climb.sample_size() && passed >= SHORTEST {
                let sample = Sample { calls: search.calls, passed, in_calls: search.in_calls };
                let to = search.climb.decide(sample);
                (search.since, search.calls, search.in_calls) = (now, 0, Duration::ZERO);
                elastic.resize(state, to);
            }
        }
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
