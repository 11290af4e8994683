//! What comes through a channel, until the channel or the run ends.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use futures::Stream;
use pin_project_lite::pin_project;

/// The items of a channel, which can be told to let nothing more in.
pub trait Intake: Stream {
    /// Lets nothing more in: what was let in before is still given.
    fn close(self: Pin<&mut Self>);
}

/// A receiver that can be closed.
pub(super) struct Closing<R, P, C> {
    pub(super) rx: R,
    pub(super) poll_recv: P,
    pub(super) close: C,
}

impl<R, P, C> Unpin for Closing<R, P, C> {}

impl<T, R, P, C> Stream for Closing<R, P, C>
where
    P: FnMut(&mut R, &mut Context<'_>) -> Poll<Option<T>>,
{
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let Self { rx, poll_recv, .. } = &mut *self;
        poll_recv(rx, cx)
    }
}

impl<T, R, P, C> Intake for Closing<R, P, C>
where
    P: FnMut(&mut R, &mut Context<'_>) -> Poll<Option<T>>,
    C: FnMut(&mut R),
{
    fn close(mut self: Pin<&mut Self>) {
        let Self { rx, close, .. } = &mut *self;
        close(rx);
    }
}

pin_project! {
    /// The items of a receiver that cannot be closed without losing what waits in it. They look at the flag
    /// themselves.
    pub(super) struct Flagged<I> {
        #[pin]
        items: I,
        closed: Arc<AtomicBool>,
    }
}

impl<I> Flagged<I> {
    /// `items` are made with the flag.
    pub(super) fn new(items: impl FnOnce(Arc<AtomicBool>) -> I) -> Self {
        let closed = Arc::<AtomicBool>::default();
        Self { items: items(closed.clone()), closed }
    }
}

impl<I: Stream> Stream for Flagged<I> {
    type Item = I::Item;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I::Item>> {
        self.project().items.poll_next(cx)
    }
}

impl<I: Stream> Intake for Flagged<I> {
    fn close(self: Pin<&mut Self>) {
        self.closed.store(true, Ordering::Relaxed);
    }
}
