//! Stages that keep state: one value after another through a machine, errors past it.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::Stream;
use futures::stream::BoxStream;

use crate::feed::Feed;
use crate::node::{Node, Site};
use crate::stage::Sealed;
use crate::stream::Stream as Pipeline;
use crate::task::blame;
use crate::track::Track;

/// What a stage that keeps state does with one value.
pub(crate) trait Machine<In>: Send + 'static {
    type Out: Send + 'static;

    fn step(&mut self, value: In) -> Step<Self::Out>;

    /// What is left when the input has ended.
    fn end(&mut self) -> Option<Self::Out> {
        None
    }

    /// Whether no value is needed at all.
    fn wants_nothing(&self) -> bool {
        false
    }
}

/// What comes of a value.
pub(crate) enum Step<Out> {
    /// It goes on to the next stage.
    Emit(Out),
    /// It is kept, or dropped.
    Skip,
    /// It goes on to the next stage, and the input is left at once.
    Last(Out),
    /// The input is left at once.
    Stop,
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Pipeline<T, K, S> {
    /// Attaches a stage that keeps state.
    pub(crate) fn sequential<M: Machine<T>>(self, node: Node, machine: M) -> Pipeline<M::Out, K> {
        self.attach(node, Sealed(()), move |scope, node, _, upstream| {
            let input = (!machine.wants_nothing()).then(|| upstream.open_for(scope, node));
            let stream = Sequential::<T, K, M> { input, machine, site: node.site().clone() };
            Feed::of_stage(scope, node, stream)
        })
    }
}

struct Sequential<T: Send + 'static, K: Track, M> {
    /// Nothing once it was left.
    input: Option<BoxStream<'static, K::Item<T>>>,
    machine: M,
    site: Arc<Site>,
}

// No field is pinned in place: the input is behind a box, and the machine is moved freely.
impl<T: Send + 'static, K: Track, M> Unpin for Sequential<T, K, M> {}

impl<T: Send + 'static, K: Track, M: Machine<T>> Stream for Sequential<T, K, M> {
    type Item = K::Item<M::Out>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { input, machine, site } = self.get_mut();
        loop {
            let Some(stream) = input else { return Poll::Ready(None) };
            let Some(item) = ready!(stream.as_mut().poll_next(cx)) else {
                *input = None;
                return Poll::Ready(blame(site, || machine.end()).map(K::output));
            };
            let value = match K::branch(item) {
                Ok(value) => value,
                Err(residual) => return Poll::Ready(Some(K::residual(residual))),
            };
            match blame(site, || machine.step(value)) {
                Step::Emit(out) => return Poll::Ready(Some(K::output(out))),
                Step::Skip => {}
                Step::Last(out) => {
                    *input = None;
                    return Poll::Ready(Some(K::output(out)));
                }
                Step::Stop => *input = None,
            }
        }
    }
}
