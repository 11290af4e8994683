//! Calls that give a stream.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::Stream;
use pin_project_lite::pin_project;

use super::slot::{CallOutput, CallSlot};

pin_project! {
    /// A function that gives a stream.
    pub(crate) struct StreamSlot<F, St> {
        f: F,
        #[pin]
        items: Option<St>,
    }
}

impl<F, St> StreamSlot<F, St> {
    pub(crate) fn new(f: F) -> Self {
        Self { f, items: None }
    }
}

impl<In, F, St> CallSlot<In, St::Item> for StreamSlot<F, St>
where
    F: Fn(In) -> St + Send,
    St: Stream + Send,
{
    fn poll_call(self: Pin<&mut Self>, item: Option<In>, cx: &mut Context<'_>) -> Poll<CallOutput<St::Item>> {
        let mut this = self.project();
        if let Some(item) = item {
            this.items.set(Some((this.f)(item)));
        }
        let Some(items) = this.items.as_mut().as_pin_mut() else { return Poll::Ready(CallOutput::Done) };
        Poll::Ready(match ready!(items.poll_next(cx)) {
            Some(item) => CallOutput::Item(item),
            None => {
                this.items.set(None);
                CallOutput::Done
            }
        })
    }
}
