//! Hands: one worker's call under way, in a place that is used again for the next.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::Stream;
use pin_project_lite::pin_project;

use crate::work::Hand;

pin_project! {
    /// A function that gives a future of things to iterate over.
    pub(crate) struct Calls<F, Fut, I> {
        f: Arc<F>,
        #[pin]
        call: Option<Fut>,
        outs: Option<I>,
    }
}

impl<F, Fut, I> Calls<F, Fut, I> {
    pub(crate) fn new(f: Arc<F>) -> Self {
        Self { f, call: None, outs: None }
    }
}

impl<In, F, Fut, I> Hand<In, I::Item> for Calls<F, Fut, I::IntoIter>
where
    F: Fn(In) -> Fut + Send + Sync,
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

pin_project! {
    /// A function that gives a stream.
    pub(crate) struct Streams<F, St> {
        f: Arc<F>,
        #[pin]
        items: Option<St>,
    }
}

impl<F, St> Streams<F, St> {
    pub(crate) fn new(f: Arc<F>) -> Self {
        Self { f, items: None }
    }
}

impl<In, F, St> Hand<In, St::Item> for Streams<F, St>
where
    F: Fn(In) -> St + Send + Sync,
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
