//! A function that makes several items of each, called in the task that reads.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use super::push::{Batch, BoxChain, Chain, Input, Sink};
use crate::engine::coop::Pace;
use crate::engine::supervision::blame;
use crate::error::Site;

/// Calls a function on each item of a chain, and hands on what comes out one by one.
pub(crate) struct FusedMany<In, F, I> {
    input: Input<In>,
    call: F,
    site: Arc<Site>,
    /// What came out of the last call and has not been handed on.
    rest: Option<I>,
    pace: Pace,
}

impl<In, F, I> FusedMany<In, F, I::IntoIter>
where
    F: Fn(In) -> I,
    I: IntoIterator,
{
    pub(crate) fn new(input: BoxChain<In>, site: Arc<Site>, call: F) -> Self {
        Self { input: Input::new(input), call, site, rest: None, pace: Pace::new() }
    }
}

// No field is pinned in place: the input is behind a box, and the function and its results are moved freely.
impl<In, F, I> Unpin for FusedMany<In, F, I> {}

impl<In, F, I, Out> Chain<I::Item> for FusedMany<In, F, I>
where
    In: Send,
    F: Fn(In) -> Out + Send,
    Out: IntoIterator<Item = I::Item, IntoIter = I>,
    I: Iterator + Send,
{
    fn poll_batch(self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut Sink<'_, I::Item>) -> Poll<Batch> {
        let Self { input, call, site, rest, pace } = self.get_mut();
        loop {
            while let Some(items) = rest {
                // The source gives way by itself, but what comes out of one item may have no end either.
                ready!(pace.poll(cx));
                let Some(item) = blame(site, || items.next()) else {
                    *rest = None;
                    break;
                };
                if sink(item).is_break() {
                    return Poll::Ready(Batch::Full);
                }
            }
            let mut full = false;
            let batch = input.poll_batch(cx, &mut |item| {
                let mut items = blame(site, || call(item).into_iter());
                let mut first = true;
                loop {
                    let Some(item) = blame(site, || items.next()) else { return ControlFlow::Continue(()) };
                    full = sink(item).is_break();
                    // Whether there are others is known when the iterator has ended; what it says of its size may be wrong.
                    if full || !std::mem::take(&mut first) && pace.due() {
                        *rest = Some(items);
                        return ControlFlow::Break(());
                    }
                }
            });
            if full || ready!(batch) == Batch::End {
                return batch;
            }
        }
    }
}
