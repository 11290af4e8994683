//! Channels that several tasks share: kanal, as far as it is safe. Nothing else of it is used by the engine.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};

use futures::future::BoxFuture;
use futures::{Stream, StreamExt};
use pin_project_lite::pin_project;

use super::closed::Closed;
use super::last_item::LastItem;
use crate::engine::chaos::Jitter;
use crate::engine::containment::Contained;
use crate::engine::coop::Budget;
use crate::engine::dropped::{InHand, note_dropped};
use crate::plan::Capacity;

/// The end of an edge that a stage sends into; its workers share it.
pub(crate) struct Sender<T> {
    pub(super) tx: kanal::AsyncSender<T>,
    last: Arc<LastItem>,
    pub(super) jitter: Jitter,
}

/// The end of an edge that a stage receives from; its workers share it.
pub(crate) struct Receiver<T> {
    rx: Contained<Queue<T>>,
    last: Arc<LastItem>,
}

/// One of those who receive from an edge. The last that is dropped notes what waits in it.
struct Queue<T> {
    rx: kanal::AsyncReceiver<T>,
    /// Counts those who receive; nothing where the channel is not an edge.
    readers: Option<Arc<()>>,
}

impl<T> Drop for Queue<T> {
    fn drop(&mut self) {
        if self.readers.take().and_then(Arc::into_inner).is_some() {
            note_dropped(self.rx.len());
        }
    }
}

/// Makes a channel for as many items as `capacity` allows to wait.
#[allow(clippy::disallowed_methods, reason = "the one place that makes edges")]
pub(crate) fn channel<T>(capacity: Capacity) -> (Sender<T>, Receiver<T>) {
    let (tx, rx) = match capacity {
        Capacity::Items(n) => kanal::bounded_async(n),
        Capacity::Unbounded => kanal::unbounded_async(),
    };
    let last = Arc::new(LastItem::default());
    let queue = Queue { rx, readers: Some(Arc::default()) };
    (
        Sender { tx, last: last.clone(), jitter: Jitter::default() },
        Receiver { rx: Contained::new(queue), last },
    )
}

impl<T> Sender<T> {
    /// The same, whose items are delayed in their senders' hands.
    pub(crate) fn delayed_by(self, jitter: Jitter) -> Self {
        Self { jitter, ..self }
    }

    /// Sends at the top level of a worker's task; waits while the edge is full, and where the item may be the
    /// last that is taken, until it is known whether it was.
    #[inline]
    pub(crate) fn send(&self, item: T) -> Sending<'_, T> {
        let in_hand = Some(InHand::new());
        let jitter = self.jitter.clone();
        Sending { jitter, sending: self.tx.send(item), in_hand, last: &self.last, settling: None }
    }
}

impl<T> Receiver<T> {
    /// Receives at the top level of a worker's task; `None` when every sender has gone and nothing waits.
    #[inline]
    pub(crate) fn recv(&self) -> Receiving<'_, T> {
        Receiving { receiving: self.rx.rx.recv() }
    }
}

pin_project! {
    /// An item on its way into an edge. Written out, as an `async fn` is a state more that each poll of a
    /// worker goes through.
    #[must_use = "nothing is sent before it is awaited"]
    pub(crate) struct Sending<'a, T> {
        jitter: Jitter,
        #[pin]
        sending: kanal::SendFuture<'a, T>,
        in_hand: Option<InHand>,
        last: &'a LastItem,
        settling: Option<BoxFuture<'a, Result<(), Closed>>>,
    }
}

impl<T> Future for Sending<'_, T> {
    type Output = Result<(), Closed>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        let this = self.project();
        ready!(this.jitter.poll_pass_once(cx));
        if let Some(in_hand) = this.in_hand.take() {
            match this.sending.poll(cx) {
                Poll::Pending => {
                    *this.in_hand = Some(in_hand);
                    return Poll::Pending;
                }
                Poll::Ready(Err(_)) => return Poll::Ready(Err(Closed)),
                Poll::Ready(Ok(())) => in_hand.done(),
            }
        }
        if !this.last.is_on() {
            return Poll::Ready(Ok(()));
        }
        let last = *this.last;
        this.settling.get_or_insert_with(|| Box::pin(last.settled())).as_mut().poll(cx)
    }
}

pin_project! {
    /// An item on its way out of an edge.
    #[must_use = "nothing is received before it is awaited"]
    pub(crate) struct Receiving<'a, T> {
        #[pin]
        receiving: kanal::ReceiveFuture<'a, T>,
    }
}

impl<T> Future for Receiving<'_, T> {
    type Output = Option<T>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.project().receiving.poll(cx).map(Result::ok)
    }
}

impl<T: Send + 'static> Receiver<T> {
    /// Another end of the same edge, for a reader that leaves on its own: senders do not wait to hear whether
    /// it has its last item.
    pub(crate) fn another(&self) -> Self {
        let queue = Queue { rx: self.rx.rx.clone(), readers: self.rx.readers.clone() };
        Self { rx: Contained::new(queue), last: Arc::default() }
    }

    /// The end as a stream, which may be polled from anywhere.
    pub(crate) fn into_stream(self) -> ReceiverStream<T> {
        ReceiverStream::new(self.rx.into_inner(), self.last)
    }
}

/// Polls a receive that stays inside and sees one waker for life, whoever polls.
pub(crate) struct ReceiverStream<T> {
    inner: Contained<Pin<Box<dyn Stream<Item = T> + Send>>>,
    waker: Waker,
    /// With it, whom to wake when kanal wakes its one waker.
    last: Arc<LastItem>,
    /// Whether it has an item that may be its last.
    holds: bool,
    budget: Budget,
}

impl<T: Send + 'static> ReceiverStream<T> {
    /// For a channel that is not an edge: what waits in it is its owner's.
    pub(crate) fn of_foreign(rx: kanal::AsyncReceiver<T>) -> Self {
        Self::new(Queue { rx, readers: None }, Arc::default())
    }

    fn new(queue: Queue<T>, last: Arc<LastItem>) -> Self {
        let inner = futures::stream::unfold(queue, |queue| async move {
            let item = queue.rx.recv().await.ok()?;
            Some((item, queue))
        });
        Self {
            inner: Contained::new(Box::pin(inner.fuse())),
            waker: last.reader.clone().into(),
            last,
            holds: false,
            budget: Budget::new(),
        }
    }
}

impl<T> ReceiverStream<T> {
    /// This will be dropped after the next item, unless it is told so again: the sender of that item waits
    /// until then.
    pub(crate) fn next_may_be_last(&mut self) {
        // Asked again for an item that has not come, it has nothing to let the sender go on for.
        if std::mem::take(&mut self.holds) || !self.last.is_on() {
            self.last.next_may_be_last();
        }
    }
}

impl<T> Drop for ReceiverStream<T> {
    fn drop(&mut self) {
        self.last.gone();
    }
}

impl<T> Stream for ReceiverStream<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        ready!(self.budget.poll_proceed(cx));
        self.last.reader.0.register(cx.waker());
        let Self { inner, waker, last, holds, .. } = &mut *self;
        let cx = &mut Context::from_waker(waker);
        if !last.is_on() {
            return inner.as_mut().poll_next(cx);
        }
        let item = ready!(last.ask(|| inner.as_mut().poll_next(cx)));
        *holds = true;
        Poll::Ready(item)
    }
}
