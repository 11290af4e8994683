//! An inlet that is left when a part of the run is ended: a branch of a split, whose other branches go on.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::inlet::Inlet;
use crate::engine::fusion::{BoxPushStream, PushStream, PushTo, Pushed};
use crate::engine::supervision::{Gate, GateState, Pass};

/// Gives what its input gives, until its gate is left.
struct Leaving<I> {
    /// Nothing once it was left.
    input: Option<BoxPushStream<I>>,
    pass: Pass,
}

impl<I: Send + 'static> Inlet<I> {
    /// Ends as soon as `gate` is left. Where the whole run is stopped, what is behind ends by itself.
    pub(crate) fn leaving_at(self, gate: &Arc<Gate>) -> Self {
        Self::fused(Leaving { input: Some(self.into_push()), pass: gate.pass(None) })
    }
}

impl<I> Unpin for Leaving<I> {}

impl<I: Send + 'static> PushStream<I> for Leaving<I> {
    fn poll_push(mut self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut PushTo<'_, I>) -> Poll<Pushed> {
        let Self { input, pass } = &mut *self;
        if pass.state() == GateState::Left {
            *input = None;
        }
        let Some(chain) = input else { return Poll::Ready(Pushed::End) };
        let batch = chain.as_mut().poll_push(cx, sink);
        if batch.is_pending() && pass.watch(cx) == GateState::Left {
            *input = None;
            return Poll::Ready(Pushed::End);
        }
        batch
    }

    fn next_may_be_last(mut self: Pin<&mut Self>) {
        if let Some(chain) = &mut self.input {
            chain.as_mut().next_may_be_last();
        }
    }
}
