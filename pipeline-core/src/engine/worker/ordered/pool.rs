//! The workers of an `.ordered()` stage.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;

use super::emit::{OrderedEmit, SendProgress};
use super::reorder_buffer::{ReorderBuffer, Succession};
use crate::engine::call::{StageFn, call_and_emit};
use crate::engine::channel::spsc::Peers;
use crate::engine::coop::{CallLatency, OutputBudget};
use crate::engine::dropped::InHand;
use crate::engine::port::{Inlet, KeepOpen, StageOutput};
use crate::engine::supervision::Scope;
use crate::engine::worker::OnDemandSpawner;
use crate::meter::note_sending;
use crate::plan::{Capacity, Node};

/// What the workers share. The last that ends drops it, and with it the edge behind the stage.
struct OrderedPool<In, U> {
    order: ReorderBuffer<In, U>,
    work: StageFn<In, U>,
    spawner: OnDemandSpawner,
    /// The capacity of the edge that is read.
    behind: Capacity,
    /// The ring that is sent into, if it is one.
    peers: Peers,
    _keep_open: KeepOpen<U>,
}

/// Starts the workers of a stage that keeps the order of one.
pub(crate) fn start_ordered_pool<In, U>(
    scope: &Scope,
    node: &Node,
    input: Inlet<In>,
    behind: Capacity,
    work: StageFn<In, U>,
) -> Inlet<U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    let StageOutput { group, outlet, keep_open, inlet } = StageOutput::open(scope, node);
    let peers = Peers { read: None, sent: outlet.ring().cloned() };
    // It counts what is sent: a result may wait for an earlier one first.
    let order = ReorderBuffer::new(input.into_stream(), outlet, node);
    let pool = Arc::new(OrderedPool {
        order,
        spawner: OnDemandSpawner::new(scope, node, &group, work.runs_on, Vec::new()),
        work,
        behind,
        peers,
        _keep_open: keep_open,
    });
    pool.spawn_next();
    inlet
}

impl<In: Send + 'static, U: Send + 'static> OrderedPool<In, U> {
    fn spawn_next(self: &Arc<Self>) {
        let pool = self.clone();
        self.spawner.spawn_next(self.clone(), self.peers.clone(), || pool.run_worker());
    }

    /// One worker: its loop, and whether it must let another receive while a call of its own lasts.
    async fn run_worker(self: Arc<Self>) {
        let sending = SendProgress::default();
        let mut body = pin!(self.run(&sending));
        poll_fn(|cx| {
            let polled = body.as_mut().poll(cx);
            if polled.is_pending() {
                if sending.is_under_way() || self.order.has_held_up_workers() {
                    note_sending();
                }
                if sending.should_promote(cx) {
                    self.order.promote_next();
                }
            }
            polled
        })
        .await;
    }

    async fn run(self: &Arc<Self>, sending: &SendProgress) {
        let mut budget = OutputBudget::new();
        let pool = self.clone();
        let mut slot = self.spawner.new_slot(&self.work, move || pool.spawn_next());
        let mut fresh = true;
        let mut latency = CallLatency::new(self.behind);
        // While a slow call computes, another worker must receive.
        let succession = |latency: &CallLatency| match latency.is_slow() {
            true => Succession::AtOnce,
            false => Succession::WhenPending,
        };
        while let Some((seq, item)) = self.order.receive(succession(&latency)).await {
            let in_hand = InHand::new();
            if std::mem::take(&mut fresh) {
                self.spawn_next();
            }
            if latency.charge_before_call(&mut budget.budget) {
                budget.yield_if_exhausted().await;
            }
            self.spawner.scope.stop_if_cancelled().await;
            latency.call_started();
            let mut out = OrderedEmit::new(seq, &self.order, sending, &mut latency, &mut budget);
            if call_and_emit(&mut slot, item, in_hand, &mut out).await.is_err() || out.finish().await.is_err()
            {
                return;
            }
        }
    }
}
