//! Stages that keep state: one value after another through a machine, errors past it.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use crate::engine::fusion::{Batch, Chain, Input, Sink};
use crate::engine::port::Feed;
use crate::engine::supervision::{Scope, blame};
use crate::engine::upstream::Upstream;
use crate::error::Site;
use crate::plan::Node;
use crate::stream::{Sealed, Stream as Pipeline, Track};

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

    /// Whether the input will be left after the next value.
    fn wants_one(&self) -> bool {
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
        let unread = machine.wants_nothing();
        let recipe = move |scope: &Scope, node: &Arc<Node>, _, upstream: Upstream<K::Item<T>>| {
            let input = (!unread).then(|| Input::new(upstream.open_for(scope, node).into_chain()));
            let chain = Sequential::<T, K, M> { input, machine, site: node.site().clone() };
            Feed::of_stage(scope, node, chain)
        };
        match unread {
            true => self.attach_lazily(node, Sealed(()), recipe),
            false => self.attach(node, Sealed(()), recipe),
        }
    }
}

/// How it goes on with the input after a batch.
enum Next<R, Out> {
    /// As the batch has ended.
    Ask,
    /// It is told that the next item may be the last.
    Narrow,
    /// The same, after an error has been handed on.
    Pass(R),
    /// It is left, before the last item is handed on.
    Leave(Option<Out>),
}

struct Sequential<T: Send + 'static, K: Track, M> {
    /// Nothing once it was left.
    input: Option<Input<K::Item<T>>>,
    machine: M,
    site: Arc<Site>,
}

// No field is pinned in place: the input is behind a box, and the machine is moved freely.
impl<T: Send + 'static, K: Track, M> Unpin for Sequential<T, K, M> {}

impl<T: Send + 'static, K: Track, M: Machine<T>> Chain<K::Item<M::Out>> for Sequential<T, K, M> {
    fn poll_batch(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        sink: &mut Sink<'_, K::Item<M::Out>>,
    ) -> Poll<Batch> {
        let Self { input, machine, site } = self.get_mut();
        let Some(chain) = input else { return Poll::Ready(Batch::End) };
        let last = loop {
            if machine.wants_one() {
                chain.next_may_be_last();
            }
            let mut next = Next::Ask;
            let batch = chain.poll_batch(cx, &mut |item| {
                let value = match K::branch(item) {
                    Ok(value) => value,
                    Err(residual) if machine.wants_one() => {
                        next = Next::Pass(K::residual(residual));
                        return ControlFlow::Break(());
                    }
                    Err(residual) => return sink(K::residual(residual)),
                };
                let flow = match blame(site, || machine.step(value)) {
                    Step::Emit(out) => sink(K::output(out)),
                    Step::Skip => ControlFlow::Continue(()),
                    Step::Last(out) => {
                        next = Next::Leave(Some(out));
                        return ControlFlow::Break(());
                    }
                    Step::Stop => {
                        next = Next::Leave(None);
                        return ControlFlow::Break(());
                    }
                };
                if flow.is_continue() && machine.wants_one() {
                    next = Next::Narrow;
                    return ControlFlow::Break(());
                }
                flow
            });
            match next {
                Next::Leave(last) => break last,
                Next::Narrow => {}
                Next::Pass(residual) => {
                    // It was not the last: its sender goes on while it is handed on.
                    chain.next_may_be_last();
                    if sink(residual).is_break() {
                        return Poll::Ready(Batch::Full);
                    }
                }
                Next::Ask => {
                    if ready!(batch) == Batch::Full {
                        return Poll::Ready(Batch::Full);
                    }
                    break blame(site, || machine.end());
                }
            }
        };
        *input = None;
        if let Some(out) = last
            && sink(K::output(out)).is_break()
        {
            return Poll::Ready(Batch::Full);
        }
        Poll::Ready(Batch::End)
    }
}
