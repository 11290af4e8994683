//! Edges: the typed, bounded channels between stages. The only file that names kanal. An edge with one task on either side
//! is a line; see `line.rs`.
//!
//! kanal is fast and sharp: a receive that is polled again with another waker races its sender, one that is dropped while
//! it waits takes an item with it, and a closed channel forgets its buffer. So an edge offers two things only. [`Tx::send`]
//! and [`Rx::recv`] are for the top level of a task of ours, awaited to the end or torn down with the whole stage.
//! [`Rx::into_stream`] is for everything that polls: it keeps its receive inside and shows kanal one waker for life.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker, ready};

use futures::task::AtomicWaker;
use futures::{Stream, StreamExt};
use tokio::sync::broadcast::error::RecvError;

use self::last::Last;
use crate::contain::Contained;
use crate::error::StageError;
use crate::pace::Pace;
use crate::source::Receiver;
use crate::target::{Target, TargetGone};
use crate::track::Plain;

/// How many items may wait on an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Capacity {
    /// At most this many; none means a rendezvous.
    Items(usize),
    /// As many as memory holds; asked for by name only.
    Unbounded,
}

/// The stage that read this edge has gone.
#[derive(Debug)]
pub(crate) struct Closed;

/// The end of an edge that a stage sends into; its workers share it.
pub(crate) struct Tx<T> {
    tx: kanal::AsyncSender<T>,
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
struct Reader(AtomicWaker);

impl Wake for Reader {
    fn wake(self: Arc<Self>) {
        self.0.wake();
    }
    fn wake_by_ref(self: &Arc<Self>) {
        self.0.wake();
    }
}

impl<T: Send + 'static> RxStream<T> {
    fn new(rx: kanal::AsyncReceiver<T>, last: Arc<Last>) -> Self {
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

/// The edges behind a split; nothing where a branch was gone before the run began.
pub(crate) struct Ends<T>(Vec<Option<Tx<T>>>);

impl<T> Ends<T> {
    pub(crate) fn new(ends: Vec<Option<Tx<T>>>) -> Self {
        Self(ends)
    }

    pub(crate) fn is_live(&self, index: usize) -> bool {
        self.0[index].as_ref().is_some_and(|end| !end.tx.is_disconnected())
    }

    pub(crate) fn any_live(&self) -> bool {
        (0..self.0.len()).any(|index| self.is_live(index))
    }

    /// Sends into one edge; if its reader has gone, the item is dropped.
    pub(crate) async fn send_to(&self, index: usize, item: T) {
        if let Some(end) = &self.0[index] {
            // Whether anybody is left to send to is asked once for all branches, by `any_live`. A branch that has its last
            // item must not keep the others from theirs, so this is kanal's send.
            let _ = end.tx.send(item).await;
        }
    }

    /// Sends an item into each edge that lives, all at the same time.
    ///
    /// A branch that is not ready must not keep the others from theirs, so the sends that have to wait are polled side by
    /// side: in one task, with its one waker, to the end.
    pub(crate) async fn send_to_all(&self, item: T)
    where
        T: Clone,
    {
        let live: Vec<&Tx<T>> =
            (0..self.0.len()).filter(|&i| self.is_live(i)).filter_map(|i| self.0[i].as_ref()).collect();
        let copies = std::iter::repeat_n(item, live.len());
        let mut waiting = Vec::new();
        for (end, item) in live.into_iter().zip(copies) {
            let mut slot = Some(item);
            // Refused, the item is still in its slot, and the send that follows finds out why.
            let _ = end.tx.try_send_option(&mut slot);
            waiting.extend(slot.map(|item| Box::pin(end.tx.send(item))));
        }
        std::future::poll_fn(|cx| {
            waiting.retain_mut(|send| send.as_mut().poll(cx).is_pending());
            if waiting.is_empty() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

impl<T: Send + 'static> Target<T> for kanal::AsyncSender<T> {
    async fn deliver(&self, item: T) -> Result<(), TargetGone> {
        self.send(item).await.map_err(|_| TargetGone)
    }
}

impl<T: Send + 'static> Receiver for kanal::AsyncReceiver<T> {
    type Item = T;
    type Track = Plain;

    fn into_items(
        self,
        _: impl Fn(RecvError) -> StageError<RecvError> + Send + 'static,
    ) -> impl Stream<Item = T> + Send + 'static {
        RxStream::new(self, Arc::default())
    }
}

impl<T: Send + 'static> Receiver for kanal::Receiver<T> {
    type Item = T;
    type Track = Plain;

    fn into_items(
        self,
        _: impl Fn(RecvError) -> StageError<RecvError> + Send + 'static,
    ) -> impl Stream<Item = T> + Send + 'static {
        RxStream::new(self.to_async(), Arc::default())
    }
}

mod last;

#[cfg(test)]
mod tests;
