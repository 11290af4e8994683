//! What a stage reads from: the end of a channel, or a fused push stream.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::Stream;
use pin_project_lite::pin_project;

use crate::engine::channel::{mpmc, spsc};
use crate::engine::chaos::Jitter;
use crate::engine::fusion::{BoxPushStream, PushStream, PushTo, Pushed};
use crate::engine::supervision::GroupGuard;
use crate::meter::EdgeMeter;

/// What a stage reads from. Dropping it tears down the tasks behind it.
pub(crate) enum Inlet<I> {
    /// The end of an edge that several tasks send into or receive from.
    Mpmc(MpmcInlet<I>),
    /// The end of an edge between two tasks.
    Spsc(SpscInlet<I>),
    /// Functions that are called in the task that reads.
    Fused(BoxPushStream<I>),
}

/// The end of an edge and the tasks behind it; the workers of a stage share one.
///
/// The fields are dropped in this order: the tasks are told that nobody reads before they can see it. One
/// that sees it first ends, and what panics as it drops what it holds would count as a failure.
pub(crate) struct MpmcInlet<I> {
    pub(super) owner: Arc<GroupGuard>,
    pub(super) rx: mpmc::Receiver<I>,
    pub(super) jitter: Jitter,
    /// What counts the items that are read, where the run is watched.
    pub(crate) received: Vec<Arc<EdgeMeter>>,
}

/// The end of a ring and the task behind it, in the same order.
pub(crate) struct SpscInlet<I> {
    pub(super) owner: GroupGuard,
    pub(super) rx: spsc::Receiver<I>,
    pub(super) jitter: Jitter,
    /// What counts the items that are read, where the run is watched.
    pub(crate) received: Vec<Arc<EdgeMeter>>,
}

impl<I> MpmcInlet<I> {
    pub(crate) fn new(rx: mpmc::Receiver<I>, owner: impl Into<Arc<GroupGuard>>) -> Self {
        let owner = owner.into();
        Self { rx, jitter: owner.jitter(), owner, received: Vec::new() }
    }

    /// The next item; for the top level of a worker's task.
    #[inline]
    pub(crate) fn next(&self) -> NextItem<'_, I> {
        NextItem { jitter: self.jitter.clone(), receiving: self.rx.recv(), owner: &self.owner }
    }
}

pin_project! {
    /// The next item of an edge that several tasks read; nothing once that has ended.
    pub(crate) struct NextItem<'a, I> {
        jitter: Jitter,
        #[pin]
        receiving: mpmc::Receiving<'a, I>,
        owner: &'a GroupGuard,
    }
}

impl<I> Future for NextItem<'_, I> {
    type Output = Option<I>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I>> {
        let this = self.project();
        ready!(this.jitter.poll_pass_once(cx));
        let item = ready!(this.receiving.poll(cx));
        if item.is_none() {
            this.owner.ended();
        }
        Poll::Ready(item)
    }
}

impl<I: Send + 'static> MpmcInlet<I> {
    /// Another inlet at the same edge, for another stage.
    pub(crate) fn another(&self) -> Self {
        let (owner, received) = (self.owner.clone(), self.received.clone());
        Self { rx: self.rx.another(), jitter: owner.jitter(), owner, received }
    }
}

impl<I> SpscInlet<I> {
    pub(crate) fn new(rx: spsc::Receiver<I>, owner: GroupGuard) -> Self {
        Self { rx, jitter: owner.jitter(), owner, received: Vec::new() }
    }

    pub(crate) fn ring(&self) -> &Arc<spsc::Shared> {
        self.rx.shared()
    }

    /// The next item, if it is there at once.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Option<I> {
        if self.jitter.delays() { None } else { self.rx.take() }
    }

    #[inline(always)]
    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<I>> {
        ready!(self.jitter.poll_pass(cx));
        let item = ready!(self.rx.poll_next(cx));
        if item.is_none() {
            self.owner.ended();
        }
        Poll::Ready(item)
    }
}

impl<I: Send + 'static> Inlet<I> {
    pub(crate) fn fused(chain: impl PushStream<I> + 'static) -> Self {
        Self::Fused(Box::pin(chain))
    }
}

/// A shared edge as a chain, in the same order.
pub(super) struct EdgeChain<I> {
    pub(super) owner: Arc<GroupGuard>,
    pub(super) items: mpmc::ReceiverStream<I>,
    pub(super) jitter: Jitter,
}

impl<I> Unpin for EdgeChain<I> {}

impl<I: Send> PushStream<I> for EdgeChain<I> {
    fn poll_push(mut self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut PushTo<'_, I>) -> Poll<Pushed> {
        loop {
            ready!(self.jitter.poll_pass(cx));
            let Some(item) = ready!(Pin::new(&mut self.items).poll_next(cx)) else {
                self.owner.ended();
                return Poll::Ready(Pushed::End);
            };
            if sink(item).is_break() {
                return Poll::Ready(Pushed::Full);
            }
        }
    }

    fn next_may_be_last(mut self: Pin<&mut Self>) {
        self.items.next_may_be_last();
    }
}
