//! An inlet as a push stream, and as a stream.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures::stream::BoxStream;

use super::inlet::{EdgeChain, Feed, Intake, LineIntake};
use crate::engine::coop::Pace;
use crate::engine::fusion::{Batch, BoxChain, Chain, Items, Sink};

impl<I: Send + 'static> Feed<I> {
    /// The feed as a chain to build upon.
    pub(crate) fn into_chain(self) -> BoxChain<I> {
        match self {
            Self::Shared(Intake { rx, owner }) => Box::pin(EdgeChain { items: rx.into_stream(), owner }),
            Self::Line(intake) => Box::pin(LineChain { intake, pace: Pace::new() }),
            Self::Fused(chain) => chain,
        }
    }

    /// The feed as a stream that may be polled from anywhere.
    pub(crate) fn into_stream(self) -> BoxStream<'static, I> {
        Box::pin(Items::new(self.into_chain()))
    }
}

/// A line as a chain. Its reader is told at the end of each batch.
struct LineChain<I> {
    intake: LineIntake<I>,
    pace: Pace,
}

impl<I> Unpin for LineChain<I> {}

impl<I: Send> Chain<I> for LineChain<I> {
    fn poll_batch(mut self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut Sink<'_, I>) -> Poll<Batch> {
        let Self { intake, pace } = &mut *self;
        let batch = loop {
            if pace.poll(cx).is_pending() || intake.owner.is_cancelled() {
                break Poll::Pending;
            }
            match intake.poll_next(cx) {
                Poll::Ready(Some(item)) => {
                    if sink(item).is_break() {
                        break Poll::Ready(Batch::Full);
                    }
                }
                Poll::Ready(None) => break Poll::Ready(Batch::End),
                Poll::Pending => break Poll::Pending,
            }
        };
        intake.rx.line().tell_writer();
        batch
    }

    fn next_may_be_last(mut self: Pin<&mut Self>) {
        self.intake.rx.next_may_be_last();
    }
}
