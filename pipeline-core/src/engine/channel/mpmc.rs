//! Channels that several tasks share: kanal, as far as it is safe. Nothing else of it is used by the engine.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker, ready};

use futures::task::AtomicWaker;
use futures::{Stream, StreamExt};

use super::closed::Closed;
use super::last_item::Last;
use crate::engine::Contained;
use crate::engine::coop::Pace;
use crate::plan::Capacity;

/// The end of an edge that a stage sends into; its workers share it.
pub(crate) struct Tx<T> {
    pub(super) tx: kanal::AsyncSender<T>,
    last: Arc<Last>,
}

/// The end of an edge that a stage receives from; its workers share it.
pub(crate) struct Rx<T> {
    rx: Contained<kanal::AsyncReceiver<T>>,
    last: Arc<Last>,
}

#[allow(clippy::disallowed_methods, reason = "the one place that makes edges")]
pub(crate) fn edge<T>(capacity: Capacity) -> (Tx<T>, Rx<T>) {
    let (tx, rx) = match capacity {
        Capacity::Items(n) => kanal::bounded_async(n),
        Capacity::Unbounded => kanal::unbounded_async(),
    };
    let last = Arc::new(Last::default());
    (Tx { tx, last: last.clone() }, Rx { rx: Contained::new(rx), last })
}

impl<T> Tx<T> {
    /// Sends at the top level of a worker's task; waits while the edge is full, and where the item may be the last that is
    /// taken, until it is known whether it was.
    #[inline]
    pub(crate) async fn send(&self, item: T) -> Result<(), Closed> {
        self.tx.send(item).await.map_err(|_| Closed)?;
        if self.last.is_on() {
            self.last.settled().await?;
        }
        Ok(())
    }
}

impl<T> Rx<T> {
    /// Receives at the top level of a worker's task; `None` when every sender has gone and nothing waits.
    #[inline]
    pub(crate) async fn recv(&self) -> Option<T> {
        self.rx.recv().await.ok()
    }
}

impl<T: Send + 'static> Rx<T> {
    /// The end as a stream, which may be polled from anywhere.
    pub(crate) fn into_stream(self) -> RxStream<T> {
        RxStream::new(self.rx.into_inner(), self.last)
    }
}

/// Polls a receive that stays inside and sees one waker for life, whoever polls.
pub(crate) struct RxStream<T> {
    inner: Contained<Pin<Box<dyn Stream<Item = T> + Send>>>,
    waker: Waker,
    /// With it, whom to wake when kanal wakes its one waker.
    last: Arc<Last>,
    /// Whether it has an item that may be its last.
    holds: bool,
    pace: Pace,
}

#[derive(Default)]
pub(super) struct Reader(pub(super) AtomicWaker);

impl Wake for Reader {
    fn wake(self: Arc<Self>) {
        self.0.wake();
    }
    fn wake_by_ref(self: &Arc<Self>) {
        self.0.wake();
    }
}

impl<T: Send + 'static> RxStream<T> {
    pub(crate) fn new(rx: kanal::AsyncReceiver<T>, last: Arc<Last>) -> Self {
        let inner = futures::stream::unfold(rx, |rx| async move {
            let item = rx.recv().await.ok()?;
            Some((item, rx))
        });
        Self {
            inner: Contained::new(Box::pin(inner.fuse())),
            waker: last.reader.clone().into(),
            last,
            holds: false,
            pace: Pace::new(),
        }
    }
}

impl<T> RxStream<T> {
    /// This will be dropped after the next item, unless it is told so again: the sender of that item waits until then.
    pub(crate) fn next_may_be_last(&mut self) {
        // Asked again for an item that has not come, it has nothing to let the sender go on for.
        if std::mem::take(&mut self.holds) || !self.last.is_on() {
            self.last.told();
        }
    }
}

impl<T> Drop for RxStream<T> {
    fn drop(&mut self) {
        self.last.gone();
    }
}

impl<T> Stream for RxStream<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        ready!(self.pace.poll(cx));
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
