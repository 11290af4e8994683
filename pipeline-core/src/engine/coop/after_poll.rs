//! What a task owes to others at the end of each of its polls.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

/// Something to be done at the end of each poll of a task, be it one that unwinds.
///
/// A task that moves items over a ring looks then whether the other half is parked. Whoever starts a task
/// must say what there is to do, so that it cannot be forgotten; a task that touches no ring says `()`.
pub(crate) trait AfterPoll: Send + 'static {
    /// Called at the end of each poll.
    fn after_poll(&self);
}

impl AfterPoll for () {
    #[inline]
    fn after_poll(&self) {}
}

pin_project! {
    /// A future, and what is done after each of its polls.
    pub(crate) struct WithAfterPoll<P, F> {
        peers: P,
        #[pin]
        body: F,
    }
}

impl<P, F> WithAfterPoll<P, F> {
    pub(crate) fn new(peers: P, body: F) -> Self {
        Self { peers, body }
    }
}

impl<P: AfterPoll, F: Future> Future for WithAfterPoll<P, F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _at_the_end = AtTheEnd(this.peers);
        this.body.poll(cx)
    }
}

/// Does it when it is dropped.
struct AtTheEnd<'a, P: AfterPoll>(&'a P);

impl<P: AfterPoll> Drop for AtTheEnd<'_, P> {
    fn drop(&mut self) {
        self.0.after_poll();
    }
}
