//! Calls that block.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::slot::{BoxCallSlot, CallOutput, CallSlot};

/// Makes each call in a poll of its own, for calls that may hold their thread.
///
/// Whatever is done at the end of a poll is done before the call: its peers are told of what has moved,
/// another worker is put at the input, a worker that is torn down stops.
pub(crate) struct BlockingSlot<In, U> {
    slot: BoxCallSlot<In, U>,
    item: Option<In>,
}

impl<In, U> BlockingSlot<In, U> {
    pub(crate) fn new(slot: BoxCallSlot<In, U>) -> Self {
        Self { slot, item: None }
    }
}

impl<In, U> Unpin for BlockingSlot<In, U> {}

impl<In: Send, U> CallSlot<In, U> for BlockingSlot<In, U> {
    fn poll_call(mut self: Pin<&mut Self>, item: Option<In>, cx: &mut Context<'_>) -> Poll<CallOutput<U>> {
        if item.is_some() {
            self.item = item;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let item = self.item.take();
        self.slot.as_mut().poll_call(item, cx)
    }
}
