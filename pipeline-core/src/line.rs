//! Lines: edges with one task on either side, as most edges are. A ring, and two tasks that wake each other.
//!
//! What a channel for many pays for each item, a line pays once a batch: neither side locks, and neither wakes the other unless
//! it sleeps. Capacities mean what they mean on every edge: `n` items wait, and a sender is done with an item once it is one of
//! those, was taken, or was handed to a reader that waits for it.
//!
//! A side that has moved items must see whether the other sleeps. In the middle of a poll a plain look has to do; it can come
//! too early, before the items that were just moved are seen on the other side. So each looks again, behind a fence, at the end
//! of each poll of its task: [`Line::tell_reader`], [`Line::tell_writer`].

use std::future::{Future, poll_fn};
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence};
use std::task::{Context, Poll};

use pin_project_lite::pin_project;
use rtrb::{Consumer, Producer, RingBuffer};

use self::side::Side;
use crate::edge::Closed;

/// What both ends share.
#[derive(Debug, Default)]
pub(crate) struct Line {
    reader: Side,
    writer: Side,
    /// Nothing is sent any more.
    ended: AtomicBool,
    /// Nothing is received any more.
    left: AtomicBool,
    /// How many items must have been taken for a writer that sleeps to go on.
    settled_at: AtomicUsize,
}

/// The end of a line that one task sends into.
pub(crate) struct LineTx<T> {
    ring: Producer<T>,
    line: Arc<Line>,
    capacity: usize,
    /// How many more items are known to have room.
    room: usize,
    sent: usize,
}

/// The end of a line that one task receives from. May be polled from anywhere, with any waker.
pub(crate) struct LineRx<T> {
    ring: Consumer<T>,
    line: Arc<Line>,
    /// How many items are taken between two looks at the writer.
    stride: usize,
    look_at: usize,
    taken: usize,
    /// Whether it has given way since the last item.
    gave_way: bool,
    /// Whether it went to sleep, and nothing was received since.
    slept: bool,
}

/// Outlives the task that sends: the line has ended when this is dropped.
pub(crate) struct LineEnd(Arc<Line>);

pub(crate) fn line<T>(capacity: usize) -> (LineTx<T>, LineRx<T>) {
    // Beside those that may wait, one that is handed to the reader and one that its sender waits with.
    let (tx, rx) = RingBuffer::new(capacity + 2);
    let line = Arc::new(Line::default());
    let stride = (capacity / 2).max(1);
    let rx = LineRx {
        ring: rx,
        line: line.clone(),
        stride,
        look_at: stride,
        taken: 0,
        gave_way: false,
        slept: false,
    };
    (LineTx { ring: tx, line, capacity, room: capacity, sent: 0 }, rx)
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
    fn wake_writer(&self, taken: usize) {
        // Counts may wrap around; their distance is never more than what a ring holds.
        if self.writer.sleeps()
            && taken.wrapping_sub(self.settled_at.load(Ordering::Relaxed)) as isize >= 0
            && self.writer.wake()
        {
            self.reader.told(taken);
        }
    }
}

/// Runs the body of a task that receives from one line or sends into another, and tells their other ends after each poll,
/// be it one that unwinds.
pub(crate) fn telling<F: Future>(read: Option<Arc<Line>>, sent: Option<Arc<Line>>, body: F) -> Telling<F> {
    Telling { read, sent, body }
}

pin_project! {
    pub(crate) struct Telling<F> {
        read: Option<Arc<Line>>,
        sent: Option<Arc<Line>>,
        #[pin]
        body: F,
    }
}

impl<F: Future> Future for Telling<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _told = Told(this.read.as_deref(), this.sent.as_deref());
        this.body.poll(cx)
    }
}

/// Tells when it is dropped.
struct Told<'a>(Option<&'a Line>, Option<&'a Line>);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        self.0.inspect(|read| read.tell_writer());
        self.1.inspect(|sent| sent.tell_reader());
    }
}

impl<T> LineTx<T> {
    /// Puts an item in, and says whether its sender may go on at once. If not, it waits by [`poll_settled`](Self::poll_settled).
    #[inline]
    pub(crate) fn push(&mut self, item: T) -> ControlFlow<()> {
        if self.ring.push(item).is_err() {
            unreachable!("the last item was settled");
        }
        self.sent = self.sent.wrapping_add(1);
        self.line.writer.moved(self.sent);
        if self.line.reader.wake() {
            self.line.writer.told(self.sent);
            return ControlFlow::Continue(());
        }
        if self.room == 0 {
            return ControlFlow::Break(());
        }
        self.room -= 1;
        ControlFlow::Continue(())
    }

    /// Sends at the top level of a task; waits while the line is full.
    #[inline]
    pub(crate) async fn send(&mut self, item: T) -> Result<(), Closed> {
        match self.push(item) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => poll_fn(|cx| self.poll_settled(cx)).await,
        }
    }

    /// Waits until no more items wait than may.
    pub(crate) fn poll_settled(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        if self.is_settled() {
            return Poll::Ready(Ok(()));
        }
        self.line.settled_at.store(self.sent.wrapping_sub(self.capacity), Ordering::Relaxed);
        self.line.writer.sleep(cx);
        let handed = self.line.reader.wake();
        self.line.writer.told(self.sent);
        let left = self.line.left.load(Ordering::Acquire);
        if handed || left || self.is_settled() {
            self.line.writer.stay_awake();
            return Poll::Ready(if left { Err(Closed) } else { Ok(()) });
        }
        Poll::Pending
    }

    fn is_settled(&mut self) -> bool {
        let waiting = self.ring.buffer().capacity() - self.ring.slots();
        self.room = self.capacity.saturating_sub(waiting);
        waiting <= self.capacity
    }

    /// What the sending task must hold for as long as the line is to go on.
    pub(crate) fn end(&self) -> LineEnd {
        LineEnd(self.line.clone())
    }

    pub(crate) fn line(&self) -> &Arc<Line> {
        &self.line
    }
}

impl<T> LineRx<T> {
    #[inline]
    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        match self.take() {
            Some(item) => Poll::Ready(Some(item)),
            None => self.poll_empty(cx),
        }
    }

    /// The next item, if it is there.
    #[inline]
    pub(crate) fn take(&mut self) -> Option<T> {
        let item = self.ring.pop().ok()?;
        if self.slept {
            self.wake_up();
        }
        self.taken = self.taken.wrapping_add(1);
        self.line.reader.moved(self.taken);
        self.gave_way = false;
        if self.taken == self.look_at {
            self.look_at = self.taken.wrapping_add(self.stride);
            self.line.wake_writer(self.taken);
        }
        Some(item)
    }

    #[inline(never)]
    fn poll_empty(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        if self.line.ended.load(Ordering::Acquire) {
            return Poll::Ready(self.take());
        }
        if self.stride > 1 && !self.gave_way {
            // A sender that is as quick has the next items ready by the time this task has its next turn.
            self.gave_way = true;
            self.line.tell_writer();
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.slept
            && self.wake_up()
            && let Some(item) = self.take()
        {
            return Poll::Ready(Some(item));
        }
        self.slept = true;
        self.line.reader.sleep(cx);
        self.line.wake_writer(self.taken);
        self.line.reader.told(self.taken);
        let item = self.take();
        if item.is_some() || self.line.ended.load(Ordering::Acquire) {
            // What was sent before the end is seen with it.
            return Poll::Ready(item.or_else(|| self.take()));
        }
        Poll::Pending
    }

    /// Asleep no more, by whatever this is polled; whether the sender has woken it, and so handed over an item.
    ///
    /// That item must be taken before this goes to sleep again. Otherwise another would be handed over beside it.
    #[cold]
    fn wake_up(&mut self) -> bool {
        self.slept = false;
        !self.line.reader.stay_awake()
    }

    pub(crate) fn line(&self) -> &Arc<Line> {
        &self.line
    }
}

impl Drop for LineEnd {
    fn drop(&mut self) {
        self.0.ended.store(true, Ordering::Release);
        fence(Ordering::SeqCst);
        self.0.reader.wake();
    }
}

impl<T> Drop for LineRx<T> {
    fn drop(&mut self) {
        self.line.left.store(true, Ordering::Release);
        fence(Ordering::SeqCst);
        self.line.writer.wake();
    }
}

mod side;

#[cfg(test)]
mod tests;
