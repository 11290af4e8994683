//! A count that one task or several add to.

use std::sync::atomic::{AtomicU64, Ordering};

/// Who adds to a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writers {
    One,
    Several,
}

/// A count. Whoever reads it learns how many, and nothing of what else was done by then.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    /// Adds, beside others that may do so at the same time.
    #[inline]
    pub(crate) fn add(&self, n: u64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    /// Adds one, and says how many there were before.
    #[cfg(feature = "trace")]
    pub(crate) fn count_one(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }

    /// Adds one for the only task that ever does: no other processor has to be waited for.
    #[inline]
    pub(crate) fn add_alone(&self) {
        self.0.store(self.0.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
    }

    /// Adds one, as one of these.
    #[inline]
    pub(crate) fn count(&self, writers: Writers) {
        match writers {
            Writers::One => self.add_alone(),
            Writers::Several => self.add(1),
        }
    }

    /// Raises it to `n`, if it is less.
    #[inline]
    pub(crate) fn raise(&self, n: u64) {
        if n > self.get() {
            self.0.fetch_max(n, Ordering::Relaxed);
        }
    }

    #[inline]
    pub(crate) fn set(&self, n: u64) {
        self.0.store(n, Ordering::Relaxed);
    }

    #[inline]
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
