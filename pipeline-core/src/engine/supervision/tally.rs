//! How many items of a run have arrived at its terminals, how many were dropped with it, and how many for
//! want of room.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::engine::lock::lock;

/// The counts of one run. They are there before it, and after it.
#[derive(Default)]
pub(crate) struct Tally {
    arrived: AtomicUsize,
    dropped: AtomicUsize,
    overflowed: Mutex<BTreeMap<Box<str>, Arc<AtomicUsize>>>,
}

impl Tally {
    /// How many items the terminals have had since the run was stopped.
    pub(crate) fn arrived(&self) -> usize {
        self.arrived.load(Ordering::Relaxed)
    }

    /// A count of the items that a stage drops because there is no room for them.
    pub(crate) fn overflow_of(&self, stage: &str) -> Arc<AtomicUsize> {
        lock(&self.overflowed).entry(stage.into()).or_default().clone()
    }

    /// How many that were; nothing where no such stage was started.
    pub(crate) fn overflowed(&self, stage: &str) -> Option<usize> {
        lock(&self.overflowed).get(stage).map(|count| count.load(Ordering::Relaxed))
    }

    pub(super) fn add_arrived(&self) {
        self.arrived.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn add_dropped(&self, items: usize) {
        self.dropped.fetch_add(items, Ordering::Relaxed);
    }

    /// How many items were inside when the run was cancelled, as far as its tasks have ended.
    pub(crate) fn dropped(&self) -> usize {
        self.dropped.load(Ordering::Relaxed)
    }
}
