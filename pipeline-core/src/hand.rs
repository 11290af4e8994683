//! Hands: one worker's call under way, in a place that is used again for the next.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::Stream;
use pin_project_lite::pin_project;

use crate::work::{BoxHand, Hand};

pin_project! {
    /// A function that gives a future of things to iterate over.
    pub(crate) struct Calls<F, Fut, I> {
        f: F,
        #[pin]
        call: Option<Fut>,
        outs: Option<I>,
    }
}

impl<F, Fut, I> Calls<F, Fut, I> {
    pub(crate) fn new(f: F) -> Self {
        Self { f, call: None, outs: None }
    }
}

impl<In, F, Fut, I> Hand<In, I::Item> for Calls<F, Fut, I::IntoIter>
where
    F: Fn(In) -> Fut + Send,
    Fut: Future<Output = I> + Send,
    I: IntoIterator<IntoIter: Send>,
{
    fn begin(self: Pin<&mut Self>, item: In) {
        let mut this = self.project();
        this.call.set(Some((this.f)(item)));
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I::Item>> {
        let mut this = self.project();
        if let Some(call) = this.call.as_mut().as_pin_mut() {
            let outs = ready!(call.poll(cx));
            this.call.set(None);
            *this.outs = Some(outs.into_iter());
        }
        let next = this.outs.as_mut().and_then(Iterator::next);
        if next.is_none() {
            *this.outs = None;
        }
        Poll::Ready(next)
    }
}

/// Makes each call in a poll of its own, for calls that may hold their thread.
///
/// Whatever is done at the end of a poll is done before the call: neighbours are told of what has moved, another worker is put
/// at the input, a worker that is torn down stops.
pub(crate) struct Apart<In, U> {
    hand: BoxHand<In, U>,
    item: Option<In>,
    /// Whether the poll that received the item is over.
    apart: bool,
}

impl<In, U> Apart<In, U> {
    pub(crate) fn new(hand: BoxHand<In, U>) -> Self {
        Self { hand, item: None, apart: false }
    }
}

// No field is pinned in place: the hand is behind a box, and items are moved freely.
impl<In, U> Unpin for Apart<In, U> {}

impl<In: Send, U> Hand<In, U> for Apart<In, U> {
    fn begin(mut self: Pin<&mut Self>, item: In) {
        self.item = Some(item);
        self.apart = false;
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<U>> {
        if !std::mem::replace(&mut self.apart, true) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if let Some(item) = self.item.take() {
            self.hand.as_mut().begin(item);
        }
        self.hand.as_mut().poll_next(cx)
    }
}

pin_project! {
    /// A function that gives a stream.
    pub(crate) struct Streams<F, St> {
        f: F,
        #[pin]
        items: Option<St>,
    }
}

impl<F, St> Streams<F, St> {
    pub(crate) fn new(f: F) -> Self {
        Self { f, items: None }
    }
}

impl<In, F, St> Hand<In, St::Item> for Streams<F, St>
where
    F: Fn(In) -> St + Send,
    St: Stream + Send,
{
    fn begin(self: Pin<&mut Self>, item: In) {
        let mut this = self.project();
        this.items.set(Some((this.f)(item)));
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<St::Item>> {
        let mut this = self.project();
        let Some(items) = this.items.as_mut().as_pin_mut() else { return Poll::Ready(None) };
        let next = ready!(items.poll_next(cx));
        if next.is_none() {
            this.items.set(None);
        }
        Poll::Ready(next)
    }
}
