//! A stream as a push stream, and a push stream as a stream.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::Stream;
use pin_project_lite::pin_project;

use super::push::{Batch, BoxChain, Chain, Sink};

pin_project! {
    /// A stream as a chain.
    pub(crate) struct Polled<S> {
        #[pin]
        items: S,
    }
}

impl<S> Polled<S> {
    pub(crate) fn new(items: S) -> Self {
        Self { items }
    }
}

impl<S: Stream + Send> Chain<S::Item> for Polled<S> {
    fn poll_batch(self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut Sink<'_, S::Item>) -> Poll<Batch> {
        let mut items = self.project().items;
        loop {
            match ready!(items.as_mut().poll_next(cx)) {
                Some(item) => {
                    if sink(item).is_break() {
                        return Poll::Ready(Batch::Full);
                    }
                }
                None => return Poll::Ready(Batch::End),
            }
        }
    }
}

/// A chain as a stream.
pub(crate) struct Items<I> {
    /// Nothing once it has ended.
    chain: Option<BoxChain<I>>,
}

impl<I> Items<I> {
    pub(crate) fn new(chain: BoxChain<I>) -> Self {
        Self { chain: Some(chain) }
    }
}

impl<I> Stream for Items<I> {
    type Item = I;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I>> {
        let Some(chain) = &mut self.chain else { return Poll::Ready(None) };
        let mut next = None;
        let batch = chain.as_mut().poll_batch(cx, &mut |item| {
            next = Some(item);
            ControlFlow::Break(())
        });
        if batch == Poll::Ready(Batch::End) {
            self.chain = None;
        }
        match next {
            Some(item) => Poll::Ready(Some(item)),
            None => batch.map(|_| None),
        }
    }
}
