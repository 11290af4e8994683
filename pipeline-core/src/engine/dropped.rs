//! Counting the items that are dropped with a run that is aborted.
//!
//! Nothing is counted while items move. Whatever holds items says how many it still has when it is dropped
//! ([`note_dropped`]), and need not know which run it belongs to: whoever polls the tasks of a run, or
//! drops them, adds what was noted meanwhile to its count.

use std::cell::Cell;

thread_local! {
    /// Items that were noted on this thread, and that nobody has taken.
    static NOTED: Cell<usize> = const { Cell::new(0) };
}

/// Notes that so many items are dropped with what held them.
pub(crate) fn note_dropped(items: usize) {
    NOTED.set(NOTED.get() + items);
}

/// Makes a call; what it gives, and how many items were dropped in it.
#[inline]
pub(crate) fn counting_dropped<R>(call: impl FnOnce() -> R) -> (R, usize) {
    // Calls nest: an item's own drop may drop another run.
    let before = NOTED.get();
    let result = call();
    let dropped = NOTED.get() - before;
    if dropped > 0 {
        NOTED.set(before);
    }
    (result, dropped)
}

/// An item that is between two edges, and in none. It is noted as dropped unless it is
/// [`done`](Self::done).
#[must_use = "an item that is done must be said to be"]
pub(crate) struct InHand(());

impl InHand {
    pub(crate) fn new() -> Self {
        Self(())
    }

    /// The item was handed on, or is used up.
    #[inline]
    pub(crate) fn done(self) {
        std::mem::forget(self);
    }
}

impl Drop for InHand {
    fn drop(&mut self) {
        note_dropped(1);
    }
}
