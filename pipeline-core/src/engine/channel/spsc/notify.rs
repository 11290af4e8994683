//! Telling the other ends of a task's lines, at the end of each poll: step P3 and P4 of [`line`](super), for
//! what the poll moved.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::shared::Shared;

/// Runs the body of a task that receives from one line or sends into another, and tells their other ends
/// after each poll, be it one that unwinds.
pub(crate) fn notify_peers<F: Future>(
    read: Option<Arc<Shared>>,
    sent: Option<Arc<Shared>>,
    body: F,
) -> NotifyPeers<F> {
    NotifyPeers { read, sent, body }
}

pin_project! {
    pub(crate) struct NotifyPeers<F> {
        read: Option<Arc<Shared>>,
        sent: Option<Arc<Shared>>,
        #[pin]
        body: F,
    }
}

impl<F: Future> Future for NotifyPeers<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _told = NotifyGuard(this.read.as_deref(), this.sent.as_deref());
        this.body.poll(cx)
    }
}

/// Tells when it is dropped.
struct NotifyGuard<'a>(Option<&'a Shared>, Option<&'a Shared>);

impl Drop for NotifyGuard<'_> {
    fn drop(&mut self) {
        self.0.inspect(|read| read.notify_writer());
        self.1.inspect(|sent| sent.notify_reader());
    }
}
