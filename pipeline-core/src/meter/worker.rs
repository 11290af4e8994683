//! What one worker does, and what it has spent its time with.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use super::count::Counter;
use super::trace::WorkerTrace;

/// What a worker does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Activity {
    /// It waits for an item.
    Receiving = 0,
    /// It is in a call, or goes on as soon as a thread is free.
    Calling = 1,
    /// It waits for room behind the stage.
    Sending = 2,
    /// It has ended.
    Gone = 3,
}

/// One worker's activity. Its own task writes it, anybody may read it.
#[derive(Debug)]
pub(crate) struct WorkerMeter {
    /// Which of the stage's workers it is.
    pub(crate) index: usize,
    activity: AtomicU8,
    /// When that began, in nanoseconds since the run did.
    since: Counter,
    /// Nanoseconds of each activity, up to then.
    spent: [Counter; 3],
    /// Whether a call is under way.
    in_call: AtomicBool,
    pub(crate) trace: WorkerTrace,
}

/// Nanoseconds that a worker has spent receiving, calling and sending.
pub(crate) type WorkerTimes = [u64; 3];

impl WorkerMeter {
    pub(crate) fn new(index: usize, now: u64, trace: WorkerTrace) -> Self {
        let since = Counter::default();
        since.set(now);
        Self {
            index,
            activity: AtomicU8::new(Activity::Receiving as u8),
            since,
            spent: Default::default(),
            in_call: AtomicBool::new(false),
            trace,
        }
    }

    /// Notes that something else begins at `now`.
    pub(super) fn begin(&self, activity: Activity, now: u64) {
        if let Some(spent) = self.spent.get(usize::from(self.activity.load(Ordering::Relaxed))) {
            spent.set(spent.get() + now.saturating_sub(self.since.get()));
        }
        self.since.set(now);
        self.activity.store(activity as u8, Ordering::Relaxed);
    }

    #[inline]
    pub(crate) fn call_begins(&self) {
        self.in_call.store(true, Ordering::Relaxed);
    }

    #[inline]
    pub(crate) fn call_ends(&self) {
        self.in_call.store(false, Ordering::Relaxed);
    }

    #[inline]
    pub(super) fn is_in_call(&self) -> bool {
        self.in_call.load(Ordering::Relaxed)
    }

    pub(crate) fn activity(&self) -> Activity {
        match self.activity.load(Ordering::Relaxed) {
            0 => Activity::Receiving,
            1 => Activity::Calling,
            2 => Activity::Sending,
            _ => Activity::Gone,
        }
    }

    /// The times up to `now`.
    pub(crate) fn times(&self, now: u64) -> WorkerTimes {
        let activity = usize::from(self.activity.load(Ordering::Relaxed));
        let lasts = now.saturating_sub(self.since.get());
        std::array::from_fn(|i| self.spent[i].get() + if i == activity { lasts } else { 0 })
    }
}
