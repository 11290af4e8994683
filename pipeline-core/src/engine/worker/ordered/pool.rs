//! The workers of an `.ordered()` stage.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;

use super::emit::{OrderedEmit, SendProgress};
use super::reorder_buffer::ReorderBuffer;
use crate::engine::call::{StageFn, call_and_emit};
use crate::engine::channel::spsc;
use crate::engine::coop::{Budget, CallLatency};
use crate::engine::port::{Inlet, KeepOpen, Outlet};
use crate::engine::supervision::Scope;
use crate::engine::worker::OnDemandSpawner;
use crate::plan::{Capacity, Node};

/// What the workers share. The last that ends drops it, and with it the edge behind the stage.
struct OrderedPool<In, U> {
    order: ReorderBuffer<In, U>,
    work: StageFn<In, U>,
    spawner: OnDemandSpawner,
    /// The capacity of the edge that is read.
    behind: Capacity,
    /// The line that is sent into, if it is one.
    sent: Option<Arc<spsc::Shared>>,
    _hold: KeepOpen<U>,
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
    let owner = scope.group();
    let group = owner.group.clone();
    let (outlet, keep_open, inlet) = Outlet::of(node, owner);
    let sent = outlet.line().cloned();
    let pool = Arc::new(OrderedPool {
        order: ReorderBuffer::new(input.into_stream(), outlet, node.workers, node.window()),
        spawner: OnDemandSpawner::new(scope, node, &group, work.blocks),
        work,
        behind,
        sent,
        _hold: keep_open,
    });
    pool.spawn_next();
    inlet
}

impl<In: Send + 'static, U: Send + 'static> OrderedPool<In, U> {
    fn spawn_next(self: &Arc<Self>) {
        let (pool, sent) = (self.clone(), self.sent.clone());
        self.spawner.spawn_next(self.clone(), || {
            spsc::notify_peers(None, sent, async move {
                let sending = SendProgress::default();
                let mut waited = 0;
                let mut work = pin!(pool.work(&sending));
                poll_fn(|cx| {
                    let polled = work.as_mut().poll(cx);
                    if polled.is_pending() && sending.should_promote(&mut waited, cx) {
                        pool.order.promote_next();
                    }
                    polled
                })
                .await;
            })
        });
    }

    async fn work(self: &Arc<Self>, sending: &SendProgress) {
        let mut budget = Budget::new();
        let mut slot = self.work.new_slot();
        let mut fresh = true;
        let mut latency = CallLatency::new(self.behind);
        // While a slow call computes, another worker must receive. One that is quick is back before that is
        // worth it.
        while let Some((seq, item)) = self.order.receive(latency.is_slow()).await {
            if std::mem::take(&mut fresh) {
                self.spawn_next();
            }
            if latency.charge_before_call(&mut budget) {
                budget.yield_if_exhausted().await;
            }
            self.spawner.scope.stop_if_cancelled().await;
            latency.call_started();
            let mut turn = OrderedEmit::new(seq, &self.order, sending, &mut latency, &mut budget);
            if call_and_emit(&mut slot, item, &mut turn).await.is_err() || turn.finish().await.is_err() {
                return;
            }
        }
    }
}
