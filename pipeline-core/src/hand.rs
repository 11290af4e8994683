//! Hands: one worker's call under way, in a place that is used again for the next.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::Stream;
use pin_project_lite::pin_project;

use crate::work::{BoxHand, Hand, Out, Outcome};

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
    I: IntoIterator<IntoIter: Outcome + Send>,
{
    fn poll_call(self: Pin<&mut Self>, item: Option<In>, cx: &mut Context<'_>) -> Poll<Out<I::Item>> {
        let mut this = self.project();
        if let Some(item) = item {
            this.call.set(Some((this.f)(item)));
        }
        if let Some(call) = this.call.as_mut().as_pin_mut() {
            let mut outs = ready!(call.poll(cx)).into_iter();
            this.call.set(None);
            let out = out_of(&mut outs);
            if let Out::Item(_) = out {
                *this.outs = Some(outs);
            }
            return Poll::Ready(out);
        }
        let out = this.outs.as_mut().map_or(Out::Over, out_of);
        if !matches!(out, Out::Item(_)) {
            *this.outs = None;
        }
        Poll::Ready(out)
    }
}

/// The next of what a call has given. Most give one item at most.
#[inline]
fn out_of<I: Outcome>(outs: &mut I) -> Out<I::Item> {
    match outs.next() {
        Some(item) if outs.is_over() => Out::Last(item),
        Some(item) => Out::Item(item),
        None => Out::Over,
    }
}

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
    fn poll_call(self: Pin<&mut Self>, item: Option<In>, cx: &mut Context<'_>) -> Poll<Out<St::Item>> {
        let mut this = self.project();
        if let Some(item) = item {
            this.items.set(Some((this.f)(item)));
        }
        let Some(items) = this.items.as_mut().as_pin_mut() else { return Poll::Ready(Out::Over) };
        Poll::Ready(match ready!(items.poll_next(cx)) {
            Some(item) => Out::Item(item),
            None => {
                this.items.set(None);
                Out::Over
            }
        })
    }
}
