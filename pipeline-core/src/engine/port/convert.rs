//! An inlet as a push stream, and as a stream.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures::stream::BoxStream;

use super::inlet::{EdgeChain, Inlet, MpmcInlet, SpscInlet};
use crate::engine::coop::Budget;
use crate::engine::fusion::{BoxPushStream, PushStream, PushTo, Pushed, ToStream, count_received};
use crate::meter::Writers;

impl<I: Send + 'static> Inlet<I> {
    /// The inlet as a push stream to build upon.
    pub(crate) fn into_push(self) -> BoxPushStream<I> {
        let (chain, received, readers): (BoxPushStream<I>, _, _) = match self {
            Self::Mpmc(MpmcInlet { rx, jitter, owner, received }) => {
                let chain = Box::pin(EdgeChain { items: rx.into_stream(), jitter, owner });
                (chain, received, Writers::Several)
            }
            Self::Spsc(mut inlet) => {
                let received = std::mem::take(&mut inlet.received);
                (Box::pin(SpscPush { inlet, budget: Budget::new() }), received, Writers::One)
            }
            Self::Fused(chain) => return chain,
        };
        if received.is_empty() { chain } else { count_received(chain, received, readers) }
    }

    /// The inlet as a stream that may be polled from anywhere.
    pub(crate) fn into_stream(self) -> BoxStream<'static, I> {
        Box::pin(ToStream::new(self.into_push()))
    }
}

/// A ring as a push stream. Its reader is told at the end of each batch.
struct SpscPush<I> {
    inlet: SpscInlet<I>,
    budget: Budget,
}

impl<I> Unpin for SpscPush<I> {}

impl<I: Send> PushStream<I> for SpscPush<I> {
    fn poll_push(mut self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut PushTo<'_, I>) -> Poll<Pushed> {
        let Self { inlet, budget } = &mut *self;
        let batch = loop {
            if budget.poll_proceed(cx).is_pending() || inlet.owner.is_cancelled() {
                break Poll::Pending;
            }
            match inlet.poll_next(cx) {
                Poll::Ready(Some(item)) => {
                    if sink(item).is_break() {
                        break Poll::Ready(Pushed::Full);
                    }
                }
                Poll::Ready(None) => break Poll::Ready(Pushed::End),
                Poll::Pending => break Poll::Pending,
            }
        };
        inlet.rx.shared().notify_writer();
        batch
    }

    fn next_may_be_last(mut self: Pin<&mut Self>) {
        self.inlet.rx.next_may_be_last();
    }
}
