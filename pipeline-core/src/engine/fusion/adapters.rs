//! A stream as a push stream, and a push stream as a stream.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::Stream;
use pin_project_lite::pin_project;

use super::push::{BoxPushStream, PushStream, PushTo, Pushed};

pin_project! {
    /// A stream as a chain.
    pub(crate) struct FromStream<S> {
        #[pin]
        items: S,
    }
}

impl<S> FromStream<S> {
    pub(crate) fn new(items: S) -> Self {
        Self { items }
    }
}

impl<S: Stream + Send> PushStream<S::Item> for FromStream<S> {
    fn poll_push(self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut PushTo<'_, S::Item>) -> Poll<Pushed> {
        let mut items = self.project().items;
        loop {
            match ready!(items.as_mut().poll_next(cx)) {
                Some(item) => {
                    if sink(item).is_break() {
                        return Poll::Ready(Pushed::Full);
                    }
                }
                None => return Poll::Ready(Pushed::End),
            }
        }
    }
}

/// A chain as a stream.
pub(crate) struct ToStream<I> {
    /// Nothing once it has ended.
    chain: Option<BoxPushStream<I>>,
}

impl<I> ToStream<I> {
    pub(crate) fn new(chain: BoxPushStream<I>) -> Self {
        Self { chain: Some(chain) }
    }
}

impl<I> Stream for ToStream<I> {
    type Item = I;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I>> {
        let Some(chain) = &mut self.chain else { return Poll::Ready(None) };
        let mut next = None;
        let batch = chain.as_mut().poll_push(cx, &mut |item| {
            next = Some(item);
            ControlFlow::Break(())
        });
        if batch == Poll::Ready(Pushed::End) {
            self.chain = None;
        }
        match next {
            Some(item) => Poll::Ready(Some(item)),
            None => batch.map(|_| None),
        }
    }
}
