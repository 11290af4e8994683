//! A function that makes at most one item of each, called in the task that reads.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::push::{Batch, BoxChain, Chain, Input, Sink};
use crate::engine::supervision::blame;
use crate::error::Site;

/// Calls a function on each item of a chain, and hands on what comes out, if anything does.
pub(crate) struct Fused<In, F> {
    input: Input<In>,
    call: F,
    site: Arc<Site>,
}

impl<In, F> Fused<In, F> {
    pub(crate) fn new(input: BoxChain<In>, site: Arc<Site>, call: F) -> Self {
        Self { input: Input::new(input), call, site }
    }
}

// No field is pinned in place: the input is behind a box, and the function is moved freely.
impl<In, F> Unpin for Fused<In, F> {}

impl<In, F, Out> Chain<Out> for Fused<In, F>
where
    In: Send,
    F: Fn(In) -> Option<Out> + Send,
{
    fn poll_batch(self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut Sink<'_, Out>) -> Poll<Batch> {
        let Self { input, call, site } = self.get_mut();
        input.poll_batch(cx, &mut |item| match blame(site, || call(item)) {
            Some(out) => sink(out),
            None => ControlFlow::Continue(()),
        })
    }
}
