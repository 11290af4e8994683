//! Calls that give a future.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use super::outputs::CallOutputs;
use super::slot::{CallOutput, CallSlot};

pin_project! {
    /// A function that gives a future of things to iterate over.
    pub(crate) struct FutureSlot<F, Fut, I> {
        f: F,
        #[pin]
        call: Option<Fut>,
        outs: Option<I>,
    }
}

impl<F, Fut, I> FutureSlot<F, Fut, I> {
    pub(crate) fn new(f: F) -> Self {
        Self { f, call: None, outs: None }
    }
}

impl<In, F, Fut, I> CallSlot<In, I::Item> for FutureSlot<F, Fut, I::IntoIter>
where
    F: Fn(In) -> Fut + Send,
    Fut: Future<Output = I> + Send,
    I: IntoIterator<IntoIter: CallOutputs + Send>,
{
    fn poll_call(self: Pin<&mut Self>, item: Option<In>, cx: &mut Context<'_>) -> Poll<CallOutput<I::Item>> {
        let mut this = self.project();
        if let Some(item) = item {
            this.call.set(Some((this.f)(item)));
        }
        if let Some(call) = this.call.as_mut().as_pin_mut() {
            let mut outs = ready!(call.poll(cx)).into_iter();
            this.call.set(None);
            let out = out_of(&mut outs);
            if let CallOutput::Item(_) = out {
                *this.outs = Some(outs);
            }
            return Poll::Ready(out);
        }
        let out = this.outs.as_mut().map_or(CallOutput::Done, out_of);
        if !matches!(out, CallOutput::Item(_)) {
            *this.outs = None;
        }
        Poll::Ready(out)
    }
}

/// The next of what a call has given. Most give one item at most.
#[inline]
fn out_of<I: CallOutputs>(outs: &mut I) -> CallOutput<I::Item> {
    match outs.next() {
        Some(item) if outs.is_over() => CallOutput::Last(item),
        Some(item) => CallOutput::Item(item),
        None => CallOutput::Done,
    }
}
