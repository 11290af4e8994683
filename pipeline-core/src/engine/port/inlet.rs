//! What a stage reads from: the end of a channel, or a fused push stream.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::Stream;

use crate::engine::channel::mpmc::{Rx, RxStream};
use crate::engine::channel::spsc::{Line, LineRx};
use crate::engine::fusion::{Batch, BoxChain, Chain, Sink};
use crate::engine::supervision::Owner;

/// What a stage reads from. Dropping it tears down the tasks behind it.
pub(crate) enum Feed<I> {
    /// The end of an edge that several tasks send into or receive from.
    Shared(Intake<I>),
    /// The end of an edge between two tasks.
    Line(LineIntake<I>),
    /// Functions that are called in the task that reads.
    Fused(BoxChain<I>),
}

/// The end of an edge and the tasks behind it; the workers of a stage share one.
pub(crate) struct Intake<I> {
    pub(super) rx: Rx<I>,
    pub(super) owner: Arc<Owner>,
}

/// The end of a line and the task behind it.
pub(crate) struct LineIntake<I> {
    pub(super) rx: LineRx<I>,
    pub(super) owner: Owner,
}

impl<I> Intake<I> {
    pub(crate) fn new(rx: Rx<I>, owner: impl Into<Arc<Owner>>) -> Self {
        Self { rx, owner: owner.into() }
    }

    /// The next item; for the top level of a worker's task.
    #[inline]
    pub(crate) async fn next(&self) -> Option<I> {
        let item = self.rx.recv().await;
        if item.is_none() {
            self.owner.ended();
        }
        item
    }
}

impl<I> LineIntake<I> {
    pub(crate) fn new(rx: LineRx<I>, owner: Owner) -> Self {
        Self { rx, owner }
    }

    pub(crate) fn line(&self) -> &Arc<Line> {
        self.rx.line()
    }

    #[inline]
    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<I>> {
        let item = ready!(self.rx.poll_next(cx));
        if item.is_none() {
            self.owner.ended();
        }
        Poll::Ready(item)
    }
}

impl<I: Send + 'static> Feed<I> {
    pub(crate) fn fused(chain: impl Chain<I> + 'static) -> Self {
        Self::Fused(Box::pin(chain))
    }
}

/// A shared edge as a chain.
pub(super) struct EdgeChain<I> {
    pub(super) items: RxStream<I>,
    pub(super) owner: Arc<Owner>,
}

impl<I> Unpin for EdgeChain<I> {}

impl<I: Send> Chain<I> for EdgeChain<I> {
    fn poll_batch(mut self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut Sink<'_, I>) -> Poll<Batch> {
        loop {
            let Some(item) = ready!(Pin::new(&mut self.items).poll_next(cx)) else {
                self.owner.ended();
                return Poll::Ready(Batch::End);
            };
            if sink(item).is_break() {
                return Poll::Ready(Batch::Full);
            }
        }
    }

    fn next_may_be_last(mut self: Pin<&mut Self>) {
        self.items.next_may_be_last();
    }
}
