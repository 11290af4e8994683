//! The groups that a run itself owns, and whether it is cancelled: then they are closed, and so is each that
//! is made later.

use std::sync::atomic::Ordering;

use crate::engine::sync::{AtomicBool, Mutex, lock};

/// The groups of tasks that no inlet owns: terminals.
pub(crate) struct Roots<G> {
    cancelled: AtomicBool,
    groups: Mutex<Vec<G>>,
}

impl<G> Default for Roots<G> {
    fn default() -> Self {
        Self { cancelled: AtomicBool::new(false), groups: Mutex::new(Vec::new()) }
    }
}

impl<G> Roots<G> {
    #[inline]
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Adds a group; whether the run is cancelled, and the group to be closed by who has made it.
    pub(crate) fn add(&self, group: G) -> bool {
        lock(&self.groups).push(group);
        self.is_cancelled()
    }

    /// Cancels the run, and gives the groups that are to be closed.
    pub(crate) fn cancel(&self) -> Vec<G> {
        self.cancelled.store(true, Ordering::Relaxed);
        std::mem::take(&mut *lock(&self.groups))
    }

    /// Lets go of the groups of a run that is over.
    pub(crate) fn clear(&self) {
        lock(&self.groups).clear();
    }
}
