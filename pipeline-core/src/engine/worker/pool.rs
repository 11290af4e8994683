//! Several workers that share a channel: receive, call, send.

use std::sync::Arc;

use super::on_demand::OnDemandSpawner;
use super::pool_worker::PoolWorker;
use crate::engine::call::StageFn;
use crate::engine::channel::mpmc;
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
    let spawner = OnDemandSpawner::new(scope, node, &group, work.runs_on, input.received.clone());
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
        let pool = self.clone();
        let slot = self.spawner.new_slot(&self.work, move || pool.spawn_next());
        let start_next = || self.spawn_next();
        PoolWorker::new(&self.spawner.scope, &self.input, self.behind, slot, &self.tx, start_next).await;
    }
}
