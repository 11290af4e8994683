//! Keepers in a fused chain: they work while their reader asks.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use super::clock::{Clock, Timer};
use super::keeper::Keeper;
use crate::engine::coop::Budget;
use crate::engine::dropped::note_dropped;
use crate::engine::fusion::{Input, PushStream, PushTo, Pushed};
use crate::engine::port::Inlet;
use crate::engine::supervision::attribute_panic;
use crate::error::StageId;
use crate::plan::Node;
use crate::stream::{Sealed, Stream as Pipeline, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Pipeline<T, K, S> {
    /// Attaches a stage that keeps items for a time. Errors pass at once, before what is kept.
    ///
    /// While its reader is busy it takes nothing in, and what is due is given once the reader asks:
    /// backpressure decides.
    pub(crate) fn attach_keeper<M: Keeper<T>>(self, node: Node, keeper: M) -> Pipeline<M::Out, K> {
        self.attach(node, Sealed(()), move |scope, node, _, upstream| {
            let chain = KeeperPush::<T, K, M> {
                input: Some(Input::new(upstream.start_for(scope, node).into_push())),
                keeper,
                clock: Clock::default(),
                timer: Timer::default(),
                budget: Budget::new(),
                stage_id: node.stage_id().clone(),
            };
            Inlet::fuse_or_forward(scope, node, chain)
        })
    }
}

struct KeeperPush<T: Send + 'static, K: Track, M: Keeper<T>> {
    /// Nothing once it has ended, or was left.
    input: Option<Input<K::Item<T>>>,
    keeper: M,
    clock: Clock,
    timer: Timer,
    budget: Budget,
    stage_id: Arc<StageId>,
}

// No field is pinned in place: the input and the timer are behind boxes, and the keeper is moved freely.
impl<T: Send + 'static, K: Track, M: Keeper<T>> Unpin for KeeperPush<T, K, M> {}

impl<T: Send + 'static, K: Track, M: Keeper<T>> Drop for KeeperPush<T, K, M> {
    fn drop(&mut self) {
        note_dropped(self.keeper.kept());
    }
}

impl<T: Send + 'static, K: Track, M: Keeper<T>> PushStream<K::Item<M::Out>> for KeeperPush<T, K, M> {
    fn calls(&self) -> usize {
        self.input.as_ref().map_or(0, Input::calls)
    }

    fn poll_push(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        sink: &mut PushTo<'_, K::Item<M::Out>>,
    ) -> Poll<Pushed> {
        let Self { input, keeper, clock, timer, budget, stage_id } = self.get_mut();
        clock.forget();
        loop {
            // What comes out of one item, or is left at the end, may be much.
            ready!(budget.poll_proceed(cx));
            if let Some(out) = attribute_panic(stage_id, || keeper.give(clock)) {
                if sink(K::output(out)).is_break() {
                    return Poll::Ready(Pushed::Full);
                }
                continue;
            }
            if let Some(chain) = input.as_mut().filter(|_| keeper.is_open()) {
                let mut next = Next::Ask;
                let batch = chain.poll_push(cx, &mut |item| {
                    let value = match K::branch(item) {
                        Ok(value) => value,
                        Err(residual) => return full_if(sink(K::residual(residual)), &mut next),
                    };
                    if attribute_panic(stage_id, || keeper.take(value, clock)).is_break() {
                        next = Next::Leave;
                        return ControlFlow::Break(());
                    }
                    let mut first = true;
                    while let Some(out) = attribute_panic(stage_id, || keeper.give(clock)) {
                        full_if(sink(K::output(out)), &mut next)?;
                        if !std::mem::take(&mut first) && budget.charge() {
                            return ControlFlow::Break(());
                        }
                    }
                    if keeper.is_open() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
                });
                match (next, batch) {
                    (Next::Full, _) => return Poll::Ready(Pushed::Full),
                    (Next::Leave, _) | (Next::Ask, Poll::Ready(Pushed::End)) => {
                        *input = None;
                        attribute_panic(stage_id, || keeper.end());
                        continue;
                    }
                    (Next::Ask, Poll::Ready(Pushed::Full)) => continue,
                    (Next::Ask, Poll::Pending) if attribute_panic(stage_id, || keeper.lull()) => continue,
                    (Next::Ask, Poll::Pending) => {}
                }
            }
            if input.is_none() && !keeper.has_more() {
                return Poll::Ready(Pushed::End);
            }
            let Some(due) = keeper.due() else { return Poll::Pending };
            ready!(timer.poll_until(due, cx));
            clock.forget();
        }
    }
}

/// How it goes on after a batch.
enum Next {
    /// As the batch has ended.
    Ask,
    /// The sink takes no more now.
    Full,
    /// The input is left.
    Leave,
}

fn full_if(flow: ControlFlow<()>, next: &mut Next) -> ControlFlow<()> {
    if flow.is_break() {
        *next = Next::Full;
    }
    flow
}
