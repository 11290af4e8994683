//! A mark that one task sets and another clears.
//!
//! Loom lets a plain store slip in between the two halves of a read-modify-write of another thread
//! (<https://github.com/tokio-rs/loom/issues/254>), and then finds wake-ups lost that no machine loses. So a
//! store is a read-modify-write here. Such a store carries on what was released before; that is what the
//! same two tasks have stored, and each knows its own.
//!
//! Loom tries the other order of a store and what it depends on, for which it takes the last access before
//! it. Where that is a load of the storing thread itself, which looks before it clears, a load of the other
//! thread before that is overlooked, and is never tried after the store. So a load stores to a place of its
//! own first, which tells of nothing: by that, loads depend on each other.

use loom::sync::atomic::{AtomicBool, AtomicU8, Ordering};

#[derive(Debug, Default)]
pub(in super::super) struct Mark {
    value: AtomicU8,
    looked_at: AtomicBool,
}

impl Mark {
    pub(in super::super) fn load(&self, ordering: Ordering) -> u8 {
        self.looked_at.store(true, Ordering::Relaxed);
        self.value.load(ordering)
    }

    pub(in super::super) fn store(&self, value: u8, ordering: Ordering) {
        self.value.swap(value, ordering);
    }

    pub(in super::super) fn swap(&self, value: u8, ordering: Ordering) -> u8 {
        self.value.swap(value, ordering)
    }
}
