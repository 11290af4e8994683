//! A function that makes several items of each, called in the task that reads.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use super::push::{BoxPushStream, Input, PushStream, PushTo, Pushed};
use crate::engine::coop::Budget;
use crate::engine::dropped::note_dropped;
use crate::engine::supervision::attribute_panic;
use crate::error::StageId;

/// Calls a function on each item of a push stream, and hands on what comes out one by one.
pub(crate) struct FlatMap<In, F, I> {
    input: Input<In>,
    call: F,
    stage_id: Arc<StageId>,
    /// What came out of the last call and has not been handed on.
    rest: Option<I>,
    budget: Budget,
}

impl<In, F, I> FlatMap<In, F, I::IntoIter>
where
    F: Fn(In) -> I,
    I: IntoIterator,
{
    pub(crate) fn new(input: BoxPushStream<In>, stage_id: Arc<StageId>, call: F) -> Self {
        Self { input: Input::new(input), call, stage_id, rest: None, budget: Budget::new() }
    }
}

impl<In, F, I> Drop for FlatMap<In, F, I> {
    fn drop(&mut self) {
        // How many they are is not known without asking for them.
        note_dropped(self.rest.iter().len());
    }
}

impl<In, F, I> Unpin for FlatMap<In, F, I> {}

impl<In, F, I, Out> PushStream<I::Item> for FlatMap<In, F, I>
where
    In: Send,
    F: Fn(In) -> Out + Send,
    Out: IntoIterator<Item = I::Item, IntoIter = I>,
    I: Iterator + Send,
{
    fn calls(&self) -> usize {
        self.input.calls()
    }

    fn poll_push(self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut PushTo<'_, I::Item>) -> Poll<Pushed> {
        let Self { input, call, stage_id, rest, budget } = self.get_mut();
        loop {
            while let Some(items) = rest {
                // The source gives way by itself, but what comes out of one item may have no end either.
                ready!(budget.poll_proceed(cx));
                let Some(item) = attribute_panic(stage_id, || items.next()) else {
                    *rest = None;
                    break;
                };
                if sink(item).is_break() {
                    return Poll::Ready(Pushed::Full);
                }
            }
            let mut full = false;
            let batch = input.poll_push(cx, &mut |item| {
                let mut items = attribute_panic(stage_id, || call(item).into_iter());
                let mut first = true;
                loop {
                    let Some(item) = attribute_panic(stage_id, || items.next()) else {
                        return ControlFlow::Continue(());
                    };
                    full = sink(item).is_break();
                    // Whether there are others is known when the iterator has ended; what it says of its size
                    // may be wrong.
                    if full || !std::mem::take(&mut first) && budget.charge() {
                        *rest = Some(items);
                        return ControlFlow::Break(());
                    }
                }
            });
            if full || ready!(batch) == Pushed::End {
                return batch;
            }
        }
    }
}
