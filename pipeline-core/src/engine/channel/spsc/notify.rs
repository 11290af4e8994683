//! Telling the other ends of a task's lines, at the end of each poll: step P3 and P4 of [`line`](super), for what the poll moved.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::shared::Line;

/// Runs the body of a task that receives from one line or sends into another, and tells their other ends after each poll,
/// be it one that unwinds.
pub(crate) fn telling<F: Future>(read: Option<Arc<Line>>, sent: Option<Arc<Line>>, body: F) -> Telling<F> {
    Telling { read, sent, body }
}

pin_project! {
    pub(crate) struct Telling<F> {
        read: Option<Arc<Line>>,
        sent: Option<Arc<Line>>,
        #[pin]
        body: F,
    }
}

impl<F: Future> Future for Telling<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _told = Told(this.read.as_deref(), this.sent.as_deref());
        this.body.poll(cx)
    }
}

/// Tells when it is dropped.
struct Told<'a>(Option<&'a Line>, Option<&'a Line>);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        self.0.inspect(|read| read.tell_writer());
        self.1.inspect(|sent| sent.tell_reader());
    }
}
