//! Fused stages: functions called in the task that feeds the next edge.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::Stream;
use futures::stream::BoxStream;

use crate::node::Site;
use crate::pace::Pace;
use crate::task::blame;

/// Calls a function on each item of a stream, and gives what comes out one by one.
pub(crate) struct Fused<In, F, I> {
    input: BoxStream<'static, In>,
    call: F,
    site: Arc<Site>,
    /// What came out of the last call and is not yet asked for.
    ready: Option<I>,
    pace: Pace,
}

impl<In, F, I> Fused<In, F, I::IntoIter>
where
    F: Fn(In) -> I,
    I: IntoIterator,
{
    pub(crate) fn new(input: BoxStream<'static, In>, site: Arc<Site>, call: F) -> Self {
        Self { input, call, site, ready: None, pace: Pace::new() }
    }
}

// No field is pinned in place: the input is behind a box, and the function and its results are moved freely.
impl<In, F, I> Unpin for Fused<In, F, I> {}

impl<In, F, I, Out> Stream for Fused<In, F, I>
where
    F: Fn(In) -> Out,
    Out: IntoIterator<Item = I::Item, IntoIter = I>,
    I: Iterator,
{
    type Item = I::Item;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I::Item>> {
        let this = self.get_mut();
        if let Some(items) = &mut this.ready {
            // The source gives way by itself, but what comes out of one item may have no end either.
            ready!(this.pace.poll(cx));
            if let Some(item) = blame(&this.site, || items.next()) {
                return Poll::Ready(Some(item));
            }
            this.ready = None;
        }
        loop {
            let Some(item) = ready!(this.input.as_mut().poll_next(cx)) else { return Poll::Ready(None) };
            let (first, rest) = blame(&this.site, || {
                let mut items = (this.call)(item).into_iter();
                (items.next(), items)
            });
            if first.is_some() {
                // A stage that gives one item for one, as most do, has nothing to keep.
                this.ready = (rest.size_hint().1 != Some(0)).then_some(rest);
                return Poll::Ready(first);
            }
        }
    }
}
