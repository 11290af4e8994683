//! A function that makes at most one item of each, called in the task that reads.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::push::{BoxPushStream, Input, PushStream, PushTo, Pushed};
use crate::engine::supervision::attribute_panic;
use crate::error::StageId;

/// Calls a function on each item of a push stream, and hands on what comes out, if anything does.
pub(crate) struct FilterMap<In, F> {
    input: Input<In>,
    call: F,
    stage_id: Arc<StageId>,
}

impl<In, F> FilterMap<In, F> {
    pub(crate) fn new(input: BoxPushStream<In>, stage_id: Arc<StageId>, call: F) -> Self {
        Self { input: Input::new(input), call, stage_id }
    }
}

impl<In, F> Unpin for FilterMap<In, F> {}

impl<In, F, Out> PushStream<Out> for FilterMap<In, F>
where
    In: Send,
    F: Fn(In) -> Option<Out> + Send,
{
    fn calls(&self) -> usize {
        self.input.calls()
    }

    fn poll_push(self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut PushTo<'_, Out>) -> Poll<Pushed> {
        let Self { input, call, stage_id } = self.get_mut();
        input.poll_push(cx, &mut |item| match attribute_panic(stage_id, || call(item)) {
            Some(out) => sink(out),
            None => ControlFlow::Continue(()),
        })
    }
}
