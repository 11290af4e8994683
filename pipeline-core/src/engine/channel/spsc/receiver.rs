//! The end of a ring that one task receives from.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use super::shared::Shared;
use super::sync::{Consumer, fence};
use crate::engine::containment::drop_contained;
use crate::engine::dropped::note_dropped;

/// The end of a ring that one task receives from. May be polled from anywhere, with any waker.
pub(crate) struct Receiver<T> {
    ring: Consumer<T>,
    shared: Arc<Shared>,
    /// How many items are taken between two looks at the writer.
    stride: usize,
    look_at: usize,
    taken: usize,
    /// How many items were taken when it gave way last.
    yielded_at: Option<usize>,
    /// Whether there is something to be done before an item is taken: one look for what follows.
    must_prepare: bool,
    /// Whether it went to sleep, and nothing was received since.
    slept: bool,
    /// Whether the next item may be its last, and whether it has such an item.
    last: bool,
    holds: bool,
}

impl<T> Receiver<T> {
    pub(super) fn new(ring: Consumer<T>, shared: Arc<Shared>, capacity: usize) -> Self {
        let stride = (capacity / 2).max(1);
        Self {
            ring,
            shared,
            stride,
            look_at: stride,
            taken: 0,
            yielded_at: None,
            must_prepare: false,
            slept: false,
            last: false,
            holds: false,
        }
    }

    #[inline(always)]
    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        match self.take() {
            Some(item) => Poll::Ready(Some(item)),
            None => self.poll_empty(cx),
        }
    }

    /// The next item, if it is there.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Option<T> {
        self.take_in_steps(|| ())
    }

    /// Takes the next item. Between the two steps `between` is called, where a test lets the sender go on.
    #[inline(always)]
    pub(super) fn take_in_steps(&mut self, between: impl FnOnce()) -> Option<T> {
        if self.must_prepare && !self.prepare() {
            return None;
        }
        between();
        let item = self.ring.pop().ok()?;
        self.taken = self.taken.wrapping_add(1);
        self.shared.reader.moved(self.taken);
        if self.taken == self.look_at {
            self.look_at = self.taken.wrapping_add(self.stride);
            self.shared.wake_writer(self.taken);
        }
        Some(item)
    }

    /// This will be dropped after the next item, unless it is told so again: what was taken before was not
    /// the last.
    pub(crate) fn next_may_be_last(&mut self) {
        self.last = true;
        self.must_prepare = true;
        // Not needed where it was said before; a sender that clears the mark sees it.
        self.shared.last.store(true, Ordering::Relaxed);
        if std::mem::take(&mut self.holds) {
            self.shared.holds.store(false, Ordering::Relaxed);
            fence(Ordering::SeqCst);
            self.shared.writer.wake();
        }
    }

    /// Whether an item may be taken. The mark is cleared before one is popped: it is an offer to take one.
    #[inline]
    fn prepare(&mut self) -> bool {
        if std::mem::take(&mut self.slept) {
            self.shared.reader.unpark();
        }
        self.must_prepare = self.last;
        !self.last || self.count_next_as_waiting()
    }

    /// Counts the item that is popped next as one that still waits; whether there is one.
    #[cold]
    fn count_next_as_waiting(&mut self) -> bool {
        self.holds = !self.ring.is_empty();
        self.shared.holds.store(self.holds, Ordering::Relaxed);
        self.holds
    }

    #[inline(never)]
    fn poll_empty(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        if self.shared.ended.load(Ordering::Acquire) {
            return Poll::Ready(self.take());
        }
        if self.stride > 1 && self.yielded_at != Some(self.taken) {
            // A sender that is as quick has the next items ready by the time this task has its next turn.
            self.yielded_at = Some(self.taken);
            self.shared.notify_writer();
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.fall_asleep(cx);
        self.shared.wake_writer(self.taken);
        self.shared.reader.published(self.taken);
        let ended = self.shared.ended.load(Ordering::Acquire);
        if ended || !self.ring.is_empty() {
            // What was sent before the end is seen with it.
            return Poll::Ready(self.take());
        }
        Poll::Pending
    }

    pub(super) fn fall_asleep(&mut self, cx: &mut Context<'_>) {
        self.slept = true;
        self.must_prepare = true;
        self.shared.reader.park(cx);
    }

    /// One by one, so that a `Drop` that panics keeps no other item from its own.
    fn drop_waiting(&mut self) {
        while let Ok(item) = self.ring.pop() {
            note_dropped(1);
            drop_contained(item);
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.shared.left.store(true, Ordering::Relaxed);
        fence(Ordering::SeqCst);
        self.shared.writer.wake();
        self.drop_waiting();
        if self.shared.one_dropped.swap(true, Ordering::AcqRel) {
            // No sender is left to note what it has sent meanwhile.
            self.drop_waiting();
        }
    }
}
