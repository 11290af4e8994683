//! What is set once, and never changes. As std's, it is set with a release, and read with an acquire.

use std::sync::OnceLock as Kept;

use loom::sync::atomic::{
    AtomicBool,
    Ordering::{Acquire, Release},
};

/// What is kept is out of loom's sight; whether it is there is not.
#[derive(Debug)]
pub(in super::super) struct OnceLock<T> {
    is_set: AtomicBool,
    kept: Kept<T>,
}

impl<T> Default for OnceLock<T> {
    fn default() -> Self {
        Self { is_set: AtomicBool::new(false), kept: Kept::new() }
    }
}

impl<T> OnceLock<T> {
    pub(in super::super) fn get(&self) -> Option<&T> {
        if self.is_set.load(Acquire) { self.kept.get() } else { None }
    }

    /// For one thread at a time: whoever parks has its side to itself.
    pub(in super::super) fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        if self.get().is_none() {
            assert!(self.kept.set(make()).is_ok(), "two threads have one side");
            self.is_set.store(true, Release);
        }
        self.kept.get().expect("it is set")
    }
}
