//! What both halves of a ring share.

use std::sync::atomic::Ordering;

use super::half::Half;
use super::sync::{AtomicBool, AtomicUsize};

/// What both ends share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(super) reader: Half,
    pub(super) writer: Half,
    /// Nothing is sent any more.
    pub(super) ended: AtomicBool,
    /// Nothing is received any more.
    pub(super) left: AtomicBool,
    /// One of the two ends is dropped. Whoever drops the other counts what is in the ring.
    pub(super) one_dropped: AtomicBool,
    /// How many items must have been taken for a writer that sleeps to go on.
    pub(super) resume_at: AtomicUsize,
    /// Whether the reader may leave after its next item. It then has no empty hand to offer.
    pub(super) last: AtomicBool,
    /// Whether the reader has an item in hand that may be its last. It counts as one that waits.
    pub(super) holds: AtomicBool,
}

impl Shared {
    /// Whether nothing is received any more. It tells of nothing else that the reader has done.
    #[inline]
    pub(super) fn has_left(&self) -> bool {
        self.left.load(Ordering::Relaxed)
    }

    /// Wakes the reader if it sleeps although there are items. For the end of a poll of the task that sends.
    #[inline]
    pub(crate) fn notify_reader(&self) {
        if self.writer.take_unpublished().is_some() {
            self.reader.wake();
        }
    }

    /// Wakes the writer if it sleeps although there is room. For the end of a poll of the task that receives.
    #[inline]
    pub(crate) fn notify_writer(&self) {
        if let Some(taken) = self.reader.take_unpublished() {
            self.wake_writer(taken);
        }
    }

    #[inline]
    pub(super) fn wake_writer(&self, taken: usize) {
        // Counts may wrap around; their distance is never more than what a ring holds.
        if self.writer.is_parked()
            && taken.wrapping_sub(self.resume_at.load(Ordering::Relaxed)) as isize >= 0
            && self.writer.wake()
        {
            self.reader.published(taken);
        }
    }
}
