//! Keepers in a task of their own: they take items in while their reader is busy, and give when it waits for
//! one.
//!
//! A relay gives nothing ahead of demand. What it gives is made at the moment the reader asks: the newest
//! item is the newest of then, and not of one call ago.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use super::on_values::OnValues;
use crate::attach::time::Keeper;
use crate::attach::time::{Clock, Timer};
use crate::engine::channel::spsc::Peers;
use crate::engine::coop::{Budget, time_slice};
use crate::engine::dropped::note_dropped;
use crate::engine::fusion::{Input, Pushed};
use crate::engine::port::{Inlet, OnDemandOutlet, StageOutput};
use crate::engine::supervision::{Scope, attribute_panic};
use crate::error::StageId;
use crate::plan::Node;
use crate::stream::{Sealed, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage that keeps items and takes in what comes while its reader is busy.
    ///
    /// An error is given before what is kept, and nothing is taken in until it has gone.
    pub(crate) fn attach_relay<M: Keeper<T>>(self, node: Node, keeper: M) -> Stream<M::Out, K> {
        self.attach(node.giving_on_demand(), Sealed(()), move |scope, node, _, upstream| {
            let input = upstream.start_for(scope, node);
            relay(scope, node, input, OnValues::<T, K, M>::new(keeper), First::Take)
        })
    }
}

/// What a relay does first where an item has come and the reader waits for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    /// The item is taken in: it may be the one to give.
    Take,
    /// What is kept is given: that makes room for the item.
    Give,
}

/// Starts a task that has `input` kept by `keeper`, with an edge behind it.
pub(super) fn relay<In, M>(
    scope: &Scope,
    node: &Node,
    input: Inlet<In>,
    keeper: M,
    first: First,
) -> Inlet<M::Out>
where
    In: Send + 'static,
    M: Keeper<In>,
{
    let StageOutput { group, outlet, keep_open, inlet } = StageOutput::open(scope, node);
    let peers = Peers { read: None, sent: outlet.ring().cloned() };
    let mut relay = Relay {
        scope: scope.clone(),
        input: Some(Input::new(input.into_push())),
        outlet: OnDemandOutlet::new(node, outlet),
        keeper,
        first,
        clock: Clock::default(),
        timer: Timer::default(),
        budget: Budget::new(),
        stage_id: node.stage_id().clone(),
    };
    scope.spawn(&group, node.stage_id(), keep_open, peers, poll_fn(move |cx| relay.poll(cx)));
    inlet
}

struct Relay<In, M: Keeper<In>> {
    scope: Scope,
    /// Nothing once it has ended, or was left.
    input: Option<Input<In>>,
    outlet: OnDemandOutlet<M::Out>,
    keeper: M,
    first: First,
    clock: Clock,
    timer: Timer,
    budget: Budget,
    stage_id: Arc<StageId>,
}

impl<In, M: Keeper<In>> Drop for Relay<In, M> {
    fn drop(&mut self) {
        note_dropped(self.keeper.kept());
    }
}

impl<In: Send + 'static, M: Keeper<In>> Relay<In, M> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.clock.forget();
        loop {
            ready!(self.budget.poll_proceed(cx));
            if self.scope.is_cancelled() {
                return Poll::Pending;
            }
            let is_wanted = match self.outlet.poll_wanted(cx) {
                Poll::Ready(Ok(())) => true,
                Poll::Pending => false,
                // Its reader has left.
                Poll::Ready(Err(_)) => return Poll::Ready(()),
            };
            if is_wanted && self.first == First::Give && self.give() {
                continue;
            }
            let was_given_away = time_slice::is_given_away();
            let taken = self.take_in(cx);
            if taken.is_pending()
                && self.first == First::Take
                && time_slice::is_given_away() != was_given_away
            {
                // There may be an item, and who gave the thread away has this task woken to look for it.
                return Poll::Pending;
            }
            if is_wanted && self.give() || taken.is_ready() {
                continue;
            }
            // Nothing is given before the reader waits, and it wakes this task when it does.
            if !is_wanted {
                return Poll::Pending;
            }
            if self.input.is_none() && !self.keeper.has_more() {
                return Poll::Ready(());
            }
            let Some(due) = self.keeper.due() else { return Poll::Pending };
            ready!(self.timer.poll_until(due, cx));
            self.clock.forget();
        }
    }

    /// Takes in what has come, up to the moment the reader waits for an item. Pending where nothing more can
    /// be taken in now.
    fn take_in(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Self { input, outlet, keeper, clock, stage_id, .. } = self;
        let Some(chain) = input.as_mut().filter(|_| keeper.is_open()) else { return Poll::Pending };
        let mut leaves = false;
        let batch = chain.poll_push(cx, &mut |item| {
            leaves = attribute_panic(stage_id, || keeper.take(item, clock)).is_break();
            match leaves || outlet.is_wanted() || !keeper.is_open() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        });
        if let Some(meter) = &stage_id.meter {
            meter.held.keep(keeper.kept());
        }
        if leaves || batch == Poll::Ready(Pushed::End) {
            *input = None;
            attribute_panic(stage_id, || keeper.end());
            return Poll::Ready(());
        }
        batch.map(drop)
    }

    /// Sends what is to be given, to a reader that waits for it; whether there was something.
    fn give(&mut self) -> bool {
        let Self { keeper, clock, stage_id, outlet, .. } = self;
        let out = attribute_panic(stage_id, || keeper.give(clock));
        if let Some(meter) = &stage_id.meter {
            meter.held.keep(keeper.kept());
        }
        out.map(|out| outlet.push(out)).is_some()
    }
}
