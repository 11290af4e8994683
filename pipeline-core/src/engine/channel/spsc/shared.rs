//! What both halves of a ring share.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::half::Side;

/// What both ends share.
#[derive(Debug, Default)]
pub(crate) struct Line {
    pub(super) reader: Side,
    pub(super) writer: Side,
    /// Nothing is sent any more.
    pub(super) ended: AtomicBool,
    /// Nothing is received any more.
    pub(super) left: AtomicBool,
    /// How many items must have been taken for a writer that sleeps to go on.
    pub(super) settled_at: AtomicUsize,
    /// Whether the reader may leave after its next item. It then has no empty hand to offer.
    pub(super) last: AtomicBool,
    /// Whether the reader has an item in hand that may be its last. It counts as one that waits.
    pub(super) holds: AtomicBool,
}

impl Line {
    /// Wakes the reader if it sleeps although there are items. For the end of a poll of the task that sends.
    #[inline]
    pub(crate) fn tell_reader(&self) {
        if self.writer.has_moved().is_some() {
            self.reader.wake();
        }
    }

    /// Wakes the writer if it sleeps although there is room. For the end of a poll of the task that receives.
    #[inline]
    pub(crate) fn tell_writer(&self) {
        if let Some(taken) = self.reader.has_moved() {
            self.wake_writer(taken);
        }
    }

    #[inline]
    pub(super) fn wake_writer(&self, taken: usize) {
        // Counts may wrap around; their distance is never more than what a ring holds.
        if self.writer.sleeps()
            && taken.wrapping_sub(self.settled_at.load(Ordering::Relaxed)) as isize >= 0
            && self.writer.wake()
        {
            self.reader.told(taken);
        }
    }
}
