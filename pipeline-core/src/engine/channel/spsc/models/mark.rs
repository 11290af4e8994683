//! A mark that one task sets and another clears.
//!
//! Loom lets a plain store slip in between the two halves of a read-modify-write of another thread
//! (<https://github.com/tokio-rs/loom/issues/254>), and then finds wake-ups lost that no machine loses. So a
//! store is a read-modify-write here. Such a store carries on what was released before; that is what the
//! same two tasks have stored, and each knows its own.

use loom::sync::atomic::{AtomicU8, Ordering};

#[derive(Debug, Default)]
pub(in super::super) struct Mark(AtomicU8);

impl Mark {
    pub(in super::super) fn load(&self, ordering: Ordering) -> u8 {
        self.0.load(ordering)
    }

    pub(in super::super) fn store(&self, value: u8, ordering: Ordering) {
        self.0.swap(value, ordering);
    }

    pub(in super::super) fn swap(&self, value: u8, ordering: Ordering) -> u8 {
        self.0.swap(value, ordering)
    }
}
