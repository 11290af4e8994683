//! The end of a ring that one task sends into.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use super::shared::Shared;
use super::sync::{Producer, fence};
use crate::engine::channel::Closed;
use crate::engine::dropped::note_dropped;

/// Outlives the task that sends: the ring has ended when this is dropped.
pub(crate) struct CloseOnDrop(Arc<Shared>);

impl Drop for CloseOnDrop {
    fn drop(&mut self) {
        self.0.ended.store(true, Ordering::Release);
        fence(Ordering::SeqCst);
        self.0.reader.wake();
    }
}

/// The end of a ring that one task sends into.
pub(crate) struct Sender<T> {
    ring: Producer<T>,
    shared: Arc<Shared>,
    capacity: usize,
    /// How many more items are known to have room.
    room: usize,
    sent: usize,
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        // What came after the reader had left; what comes out before it does is its own to note.
        if self.shared.one_dropped.swap(true, Ordering::AcqRel) {
            note_dropped(self.waiting());
        }
    }
}

impl<T> Sender<T> {
    pub(super) fn new(ring: Producer<T>, shared: Arc<Shared>, capacity: usize) -> Self {
        Self { ring, shared, capacity, room: capacity, sent: 0 }
    }

    /// Puts an item in, and says whether its sender may go on at once. If not, it waits by
    /// [`Self::poll_ready`].
    #[inline(always)]
    pub(crate) fn push(&mut self, item: T) -> ControlFlow<()> {
        if self.ring.push(item).is_err() {
            unreachable!("the last item was settled");
        }
        self.sent = self.sent.wrapping_add(1);
        self.shared.writer.moved(self.sent);
        if self.shared.reader.wake() {
            self.shared.writer.published(self.sent);
            if !self.shared.last.load(Ordering::Relaxed) {
                return ControlFlow::Continue(());
            }
        }
        if self.room == 0 {
            return ControlFlow::Break(());
        }
        self.room -= 1;
        ControlFlow::Continue(())
    }

    /// Sends at the top level of a task; waits while the ring is full.
    #[inline]
    pub(crate) async fn send(&mut self, item: T) -> Result<(), Closed> {
        match self.push(item) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => poll_fn(|cx| self.poll_ready(cx)).await,
        }
    }

    /// Waits until no more items wait than may.
    pub(crate) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        if self.has_room() {
            // A reader that leaves says so before it empties the ring, and what was popped is seen in order.
            return Poll::Ready(if self.shared.has_left() { Err(Closed) } else { Ok(()) });
        }
        self.shared.resume_at.store(self.sent.wrapping_sub(self.capacity), Ordering::Relaxed);
        self.shared.writer.park(cx);
        let handed = self.shared.reader.wake() && !self.shared.last.load(Ordering::Relaxed);
        self.shared.writer.published(self.sent);
        let has_room = self.has_room();
        // Behind the look for room, as above: one that was made by leaving is none.
        let left = self.shared.has_left();
        if handed || left || has_room {
            self.shared.writer.unpark();
            return Poll::Ready(if left { Err(Closed) } else { Ok(()) });
        }
        Poll::Pending
    }

    /// Waits until the reader waits for an item: what is pushed then is handed over at once.
    pub(crate) fn poll_wanted(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        if self.shared.has_left() {
            return Poll::Ready(Err(Closed));
        }
        if self.is_wanted() {
            return Poll::Ready(Ok(()));
        }
        // A reader that goes to sleep has taken all that was sent, and looks for a writer that waits for
        // that.
        self.shared.resume_at.store(self.sent, Ordering::Relaxed);
        self.shared.writer.park(cx);
        if self.waiting() > 0 {
            self.shared.reader.wake();
        }
        self.shared.writer.published(self.sent);
        let left = self.shared.has_left();
        if left || self.is_wanted() {
            self.shared.writer.unpark();
            return Poll::Ready(if left { Err(Closed) } else { Ok(()) });
        }
        Poll::Pending
    }

    /// Whether the reader waits for an item, and none is on its way to it.
    #[inline]
    pub(crate) fn is_wanted(&self) -> bool {
        self.is_wanted_in_steps(|| ())
    }

    /// Between the look at the mark and that at the ring `between` is called, where a test lets the reader go
    /// on.
    #[inline]
    pub(super) fn is_wanted_in_steps(&self, between: impl FnOnce()) -> bool {
        if !self.shared.reader.is_parked() {
            return false;
        }
        between();
        // What left the ring was popped with the mark cleared: one that is still set after it was seen to be
        // empty is that of an empty hand.
        self.waiting() == 0 && self.shared.reader.is_parked()
    }

    /// How many items are in the ring.
    fn waiting(&self) -> usize {
        self.ring.buffer().capacity() - self.ring.slots()
    }

    fn has_room(&mut self) -> bool {
        // What the reader holds is counted before it is popped: it is looked for after that, too.
        let mut waiting = self.waiting();
        waiting += usize::from(self.shared.holds.load(Ordering::Relaxed));
        self.room = self.capacity.saturating_sub(waiting);
        waiting <= self.capacity
    }

    /// What the sending task must hold for as long as the ring is to go on.
    pub(crate) fn end(&self) -> CloseOnDrop {
        CloseOnDrop(self.shared.clone())
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }
}
