//! A call slot: where a worker makes one call after another.

use std::pin::Pin;
use std::task::{Context, Poll};

/// One worker's means of doing it: room for one call at a time.
pub(crate) trait CallSlot<In, U>: Send {
    /// Makes the call for `item`, if there is one, and then gives what comes out of the call under way. The
    /// last call must be over before the next is made.
    fn poll_call(self: Pin<&mut Self>, item: Option<In>, cx: &mut Context<'_>) -> Poll<CallOutput<U>>;
}

/// What comes out of a call.
pub(crate) enum CallOutput<U> {
    /// There may be more.
    Item(U),
    /// The call is over.
    Last(U),
    /// The call is over, and there is nothing left.
    Done,
}

pub(crate) type BoxCallSlot<In, U> = Pin<Box<dyn CallSlot<In, U>>>;
