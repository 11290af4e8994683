//! Several workers that share a channel: receive, call, send.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::on_demand::OnDemandSpawner;
use crate::engine::call::{Emit, StageFn, call_and_emit};
use crate::engine::channel::{Closed, mpmc};
use crate::engine::coop::{CallLatency, OutputBudget};
use crate::engine::dropped::InHand;
use crate::engine::port::{Inlet, MpmcInlet, SharedOutput};
use crate::engine::supervision::Scope;
use crate::plan::{Capacity, Node};

/// What the workers of a stage share. The last that ends drops it, and with it both edges.
struct Pool<In, U> {
    input: MpmcInlet<In>,
    work: StageFn<In, U>,
    tx: mpmc::Sender<U>,
    spawner: OnDemandSpawner,
    /// The capacity of the edge that is read.
    behind: Capacity,
}

/// Starts the first worker; each starts the next.
pub(super) fn start_pool<In, U>(
    scope: &Scope,
    node: &Node,
    input: MpmcInlet<In>,
    behind: Capacity,
    work: StageFn<In, U>,
) -> Inlet<U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    let SharedOutput { group, sender, inlet } = SharedOutput::open(scope, node);
    let spawner = OnDemandSpawner::new(scope, node, &group, work.runs_on);
    let pool = Arc::new(Pool { input, work, tx: sender, spawner, behind });
    pool.spawn_next();
    inlet
}

impl<In: Send + 'static, U: Send + 'static> Pool<In, U> {
    fn spawn_next(self: &Arc<Self>) {
        let pool = self.clone();
        self.spawner.spawn_next(self.clone(), (), || async move { pool.run().await });
    }

    async fn run(self: &Arc<Self>) {
        let mut out = PoolEmit::new(&self.tx, self.behind);
        let pool = self.clone();
        let mut slot = self.spawner.new_slot(&self.work, move || pool.spawn_next());
        let mut fresh = true;
        while let Some(item) = self.input.next().await {
            let in_hand = InHand::new();
            if std::mem::take(&mut fresh) {
                self.spawn_next();
            }
            out.yield_before_call().await;
            self.spawner.scope.stop_if_cancelled().await;
            out.call_started();
            if call_and_emit(&mut slot, item, in_hand, &mut out).await.is_err() {
                return;
            }
            out.latency.call_returned();
        }
    }
}

/// Sends results as they come.
pub(super) struct PoolEmit<'a, U> {
    tx: &'a mpmc::Sender<U>,
    pub(super) budget: OutputBudget,
    pub(super) latency: CallLatency,
    held: Option<(U, InHand)>,
    /// Whether it waits for room, and not for the user's function; for who asks.
    sending: Option<&'a AtomicBool>,
}

impl<'a, U> PoolEmit<'a, U> {
    /// For a worker that reads an edge of capacity `behind`.
    pub(super) fn new(tx: &'a mpmc::Sender<U>, behind: Capacity) -> Self {
        Self { tx, budget: OutputBudget::new(), latency: CallLatency::new(behind), held: None, sending: None }
    }

    /// The same, reporting in `sending` whether it waits for room.
    pub(super) fn reporting(self, sending: &'a AtomicBool) -> Self {
        Self { sending: Some(sending), ..self }
    }

    /// Gives the thread away before a call, where it is time.
    pub(super) async fn yield_before_call(&mut self) {
        if self.latency.charge_before_call(&mut self.budget.budget) {
            self.budget.yield_if_exhausted().await;
        }
    }

    /// Notes that the call for another item is made.
    pub(super) fn call_started(&mut self) {
        self.budget.next_item();
        self.latency.call_started();
    }
}

impl<U: Send> Emit<U> for PoolEmit<'_, U> {
    #[inline]
    fn emit(&mut self, item: U) -> ControlFlow<()> {
        self.latency.call_returned();
        self.held = Some((item, InHand::new()));
        ControlFlow::Break(())
    }

    #[inline]
    async fn ready(&mut self) -> Result<(), Closed> {
        if self.budget.charge_output() {
            self.budget.yield_if_exhausted().await;
        }
        match self.held.take() {
            Some((item, in_hand)) => {
                in_hand.done();
                self.sending.inspect(|sending| sending.store(true, Ordering::Relaxed));
                let sent = self.tx.send(item).await;
                self.sending.inspect(|sending| sending.store(false, Ordering::Relaxed));
                sent
            }
            None => Ok(()),
        }
    }
}
