//! Calls that block.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::slot::{BoxHand, Hand, Out};

/// Makes each call in a poll of its own, for calls that may hold their thread.
///
/// Whatever is done at the end of a poll is done before the call: neighbours are told of what has moved, another worker is put
/// at the input, a worker that is torn down stops.
pub(crate) struct Apart<In, U> {
    hand: BoxHand<In, U>,
    item: Option<In>,
}

impl<In, U> Apart<In, U> {
    pub(crate) fn new(hand: BoxHand<In, U>) -> Self {
        Self { hand, item: None }
    }
}

// No field is pinned in place: the hand is behind a box, and items are moved freely.
impl<In, U> Unpin for Apart<In, U> {}

impl<In: Send, U> Hand<In, U> for Apart<In, U> {
    fn poll_call(mut self: Pin<&mut Self>, item: Option<In>, cx: &mut Context<'_>) -> Poll<Out<U>> {
        if item.is_some() {
            self.item = item;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let item = self.item.take();
        self.hand.as_mut().poll_call(item, cx)
    }
}
