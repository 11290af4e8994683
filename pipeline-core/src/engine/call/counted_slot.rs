//! Calls that are counted when they are over.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::slot::{BoxCallSlot, CallOutput, CallSlot};
use crate::engine::supervision::Arrivals;

/// Counts the calls that a worker of a terminal has ended: for each, an item has arrived.
pub(super) struct CountedSlot<In, U> {
    slot: BoxCallSlot<In, U>,
    arrivals: Arrivals,
}

impl<In, U> CountedSlot<In, U> {
    pub(super) fn new(slot: BoxCallSlot<In, U>, arrivals: Arrivals) -> Self {
        Self { slot, arrivals }
    }
}

impl<In, U> CallSlot<In, U> for CountedSlot<In, U> {
    fn poll_call(mut self: Pin<&mut Self>, item: Option<In>, cx: &mut Context<'_>) -> Poll<CallOutput<U>> {
        let out = ready!(self.slot.as_mut().poll_call(item, cx));
        match &out {
            CallOutput::Item(_) => {}
            CallOutput::Last(_) | CallOutput::Done => self.arrivals.count_one(),
        }
        Poll::Ready(out)
    }
}
