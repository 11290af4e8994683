//! A stage with one worker, in a task between two edges.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::single_spsc::{NotingSending, SpscWorker};
use crate::engine::call::{BoxCallSlot, CallMetering, Emit, StageFn, call_and_emit};
use crate::engine::channel::Closed;
use crate::engine::channel::spsc::Peers;
use crate::engine::coop::OutputBudget;
use crate::engine::dropped::InHand;
use crate::engine::port::{Inlet, InletReader, Outlet, StageOutput};
use crate::engine::supervision::Scope;
use crate::meter::{EdgeMeter, noting_sending};
use crate::plan::Node;

/// Starts the only worker of a stage between `input` and a new edge.
pub(crate) fn start_worker<In, U>(
    scope: &Scope,
    node: &Node,
    input: Inlet<In>,
    work: StageFn<In, U>,
) -> Inlet<U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    let StageOutput { group, outlet, keep_open, inlet } = StageOutput::open(scope, node);
    let sent = outlet.ring().cloned();
    let stage_id = node.stage_id();
    let (input, outlet) = match (input, outlet) {
        (Inlet::Spsc(input), Outlet::Spsc(tx)) => {
            let peers = Peers { read: Some(input.ring().clone()), sent };
            let slot = metered_slot(node, work.new_slot(), input.received.clone());
            let worker = SpscWorker::new(scope.clone(), input, slot, tx);
            match stage_id.meter {
                None => scope.spawn_worker(&group, stage_id, keep_open, peers, work.runs_on, worker),
                Some(_) => {
                    let worker = NotingSending(worker);
                    scope.spawn_worker(&group, stage_id, keep_open, peers, work.runs_on, worker);
                }
            }
            return inlet;
        }
        other => other,
    };
    let input = input.into_reader();
    let peers = Peers { read: input.ring().cloned(), sent };
    let worker = Worker {
        scope: scope.clone(),
        input,
        // What is received is counted by its reader.
        slot: metered_slot(node, work.new_slot(), Vec::new()),
        out: SingleEmit { outlet, budget: OutputBudget::new(), held: None },
    };
    scope.spawn_worker(&group, stage_id, keep_open, peers, work.runs_on, worker.run());
    inlet
}

/// The slot with its calls counted, where the run is watched; their items were received from `received`.
fn metered_slot<In, U>(
    node: &Node,
    slot: BoxCallSlot<In, U>,
    received: Vec<Arc<EdgeMeter>>,
) -> BoxCallSlot<In, U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    match CallMetering::of(node, received) {
        Some(metering) => metering.wrap(slot),
        None => slot,
    }
}

/// The worker and what it works with.
struct Worker<In, U> {
    scope: Scope,
    input: InletReader<In>,
    slot: BoxCallSlot<In, U>,
    out: SingleEmit<U>,
}

impl<In: Send + 'static, U: Send + 'static> Worker<In, U> {
    async fn run(mut self) {
        loop {
            let item = match self.input.try_next() {
                Some(item) => item,
                None => match self.input.next_slow().await {
                    Some(item) => item,
                    None => return,
                },
            };
            let in_hand = InHand::new();
            self.scope.stop_if_cancelled().await;
            self.out.budget.next_item();
            if call_and_emit(&mut self.slot, item, in_hand, &mut self.out).await.is_err() {
                return;
            }
        }
    }
}

/// Sends results as they come.
struct SingleEmit<U> {
    outlet: Outlet<U>,
    budget: OutputBudget,
    /// What could not be sent at once.
    held: Option<(U, InHand)>,
}

impl<U: Send + 'static> Emit<U> for SingleEmit<U> {
    #[inline]
    fn emit(&mut self, item: U) -> ControlFlow<()> {
        if self.budget.charge_output() {
            self.held = Some((item, InHand::new()));
            return ControlFlow::Break(());
        }
        match &mut self.outlet {
            Outlet::Spsc(outlet) if !outlet.delays() => outlet.push(item),
            Outlet::Spsc(_) | Outlet::Mpmc(_) => {
                self.held = Some((item, InHand::new()));
                ControlFlow::Break(())
            }
        }
    }

    async fn ready(&mut self) -> Result<(), Closed> {
        self.budget.yield_if_exhausted().await;
        match (self.held.take(), &mut self.outlet) {
            (Some((item, in_hand)), outlet) => {
                in_hand.done();
                noting_sending(outlet.send(item)).await
            }
            (None, Outlet::Spsc(tx)) => noting_sending(poll_fn(|cx| tx.poll_ready(cx))).await,
            (None, Outlet::Mpmc(_)) => Ok(()),
        }
    }
}
