//! Stages that keep state: one value after another through a machine, errors past it.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use crate::engine::coop::Budget;
use crate::engine::dropped::note_dropped;
use crate::engine::fusion::{Input, PushStream, PushTo, Pushed};
use crate::engine::port::Inlet;
use crate::engine::supervision::{Scope, attribute_panic};
use crate::engine::upstream::Upstream;
use crate::error::StageId;
use crate::plan::Node;
use crate::stream::{Sealed, Stream as Pipeline, Track};

/// What a stage that keeps state does with one value.
pub(crate) trait Stateful<In>: Send + 'static {
    type Out: Send + 'static;

    /// What is given before the input is asked for anything.
    fn start(&mut self) -> Option<Self::Out> {
        None
    }

    fn step(&mut self, value: In) -> Step<Self::Out>;

    /// What is left when the input has ended; asked again until it gives nothing.
    fn end(&mut self) -> Option<Self::Out> {
        None
    }

    /// How many values it keeps that are still to be given.
    fn kept(&self) -> usize {
        0
    }

    /// Whether no value is needed at all.
    fn is_done(&self) -> bool {
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
    pub(crate) fn attach_stateful<M: Stateful<T>>(self, node: Node, stateful: M) -> Pipeline<M::Out, K> {
        let unread = stateful.is_done();
        let recipe = move |scope: &Scope, node: &Arc<Node>, _, upstream: Upstream<K::Item<T>>| {
            let input = (!unread).then(|| Input::new(upstream.start_for(scope, node).into_push()));
            let stage_id = node.stage_id().clone();
            let chain = StatefulPush::<T, K, M> { input, stateful, stage_id, phase: Phase::Starting };
            Inlet::fuse_or_forward(scope, node, chain)
        };
        if unread {
            self.attach_lazily(node, Sealed(()), recipe)
        } else {
            self.attach(node, Sealed(()), recipe)
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

/// How far a stage has come.
enum Phase {
    Starting,
    Reading,
    /// The input has ended, and what is left is handed on. That may be much: it gives way in between.
    Draining(Budget),
}

struct StatefulPush<T: Send + 'static, K: Track, M: Stateful<T>> {
    /// Nothing once it was left.
    input: Option<Input<K::Item<T>>>,
    stateful: M,
    stage_id: Arc<StageId>,
    phase: Phase,
}

impl<T: Send + 'static, K: Track, M: Stateful<T>> StatefulPush<T, K, M> {
    /// Hands on what is left after the end of the input.
    fn drain(
        stateful: &mut M,
        stage_id: &Arc<StageId>,
        budget: &mut Budget,
        cx: &mut Context<'_>,
        sink: &mut PushTo<'_, K::Item<M::Out>>,
    ) -> Poll<Pushed> {
        loop {
            ready!(budget.poll_proceed(cx));
            let Some(out) = attribute_panic(stage_id, || stateful.end()) else {
                return Poll::Ready(Pushed::End);
            };
            if sink(K::output(out)).is_break() {
                return Poll::Ready(Pushed::Full);
            }
        }
    }
}

impl<T: Send + 'static, K: Track, M: Stateful<T>> Unpin for StatefulPush<T, K, M> {}

impl<T: Send + 'static, K: Track, M: Stateful<T>> Drop for StatefulPush<T, K, M> {
    fn drop(&mut self) {
        note_dropped(self.stateful.kept());
    }
}

impl<T: Send + 'static, K: Track, M: Stateful<T>> PushStream<K::Item<M::Out>> for StatefulPush<T, K, M> {
    fn calls(&self) -> usize {
        self.input.as_ref().map_or(0, Input::calls)
    }

    fn poll_push(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        sink: &mut PushTo<'_, K::Item<M::Out>>,
    ) -> Poll<Pushed> {
        let this = self.get_mut();
        let Self { input, stateful, stage_id, phase } = this;
        if let Phase::Draining(budget) = phase {
            return Self::drain(stateful, stage_id, budget, cx, sink);
        }
        let Some(chain) = input else { return Poll::Ready(Pushed::End) };
        if let Phase::Starting = phase {
            *phase = Phase::Reading;
            if let Some(out) = attribute_panic(stage_id, || stateful.start())
                && sink(K::output(out)).is_break()
            {
                return Poll::Ready(Pushed::Full);
            }
        }
        let last = loop {
            if stateful.wants_one() {
                chain.next_may_be_last();
            }
            let mut next = Next::Ask;
            let batch = chain.poll_push(cx, &mut |item| {
                let value = match K::branch(item) {
                    Ok(value) => value,
                    Err(residual) if stateful.wants_one() => {
                        next = Next::Pass(K::residual(residual));
                        return ControlFlow::Break(());
                    }
                    Err(residual) => return sink(K::residual(residual)),
                };
                let flow = match attribute_panic(stage_id, || stateful.step(value)) {
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
                if flow.is_continue() && stateful.wants_one() {
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
                        return Poll::Ready(Pushed::Full);
                    }
                }
                Next::Ask => {
                    if ready!(batch) == Pushed::Full {
                        return Poll::Ready(Pushed::Full);
                    }
                    *input = None;
                    *phase = Phase::Draining(Budget::new());
                    return Pin::new(this).poll_push(cx, sink);
                }
            }
        };
        *input = None;
        if let Some(out) = last
            && sink(K::output(out)).is_break()
        {
            return Poll::Ready(Pushed::Full);
        }
        Poll::Ready(Pushed::End)
    }
}
