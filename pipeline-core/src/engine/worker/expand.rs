//! Workers whose items come back.

use std::future::poll_fn;
use std::sync::Arc;

use super::frontier::Frontier;
use super::on_demand::OnDemandSpawner;
use crate::engine::call::{CallOutput, StageFn};
use crate::engine::channel::spsc::Peers;
use crate::engine::channel::{Closed, mpmc};
use crate::engine::coop::Budget;
use crate::engine::dropped::InHand;
use crate::engine::port::{Inlet, SharedOutput};
use crate::engine::supervision::{Scope, escalate};
use crate::meter::noting_sending;
use crate::plan::{Capacity, Node};

/// What is done with one item: it gives, once, something that goes on, and items that come back.
pub(crate) type Expand<In, U> = StageFn<In, (U, Vec<In>)>;

/// What the workers of the stage share.
struct ExpandPool<In, U> {
    frontier: Frontier<In>,
    work: Expand<In, U>,
    tx: mpmc::Sender<U>,
    spawner: OnDemandSpawner,
}

/// Starts the workers of an expanding stage, and the task that lets input in when one of them is idle.
pub(crate) fn start_expanding<In, U>(
    scope: &Scope,
    node: &Node,
    input: Inlet<In>,
    work: Expand<In, U>,
) -> Inlet<U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    let SharedOutput { group, sender, inlet } = SharedOutput::open(scope, node);
    let frontier =
        Frontier::new(scope, node.frontier.unwrap_or(Capacity::Unbounded), node.stage_id().meter.clone());
    let spawner = OnDemandSpawner::new(scope, node, &group, work.runs_on, Vec::new());
    let pool = Arc::new(ExpandPool { frontier, work, tx: sender, spawner });
    let admitting = pool.clone();
    let input = input.into_reader();
    let peers = Peers { read: input.ring().cloned(), sent: None };
    let admit = async move { admitting.frontier.admit(input).await };
    scope.spawn(&group, node.stage_id(), pool.clone(), peers, admit);
    pool.spawn_next();
    inlet
}

impl<In: Send + 'static, U: Send + 'static> ExpandPool<In, U> {
    fn spawn_next(self: &Arc<Self>) {
        let pool = self.clone();
        self.spawner.spawn_next(self.clone(), (), || async move {
            // An error is that of the reader, who has left.
            let _ = pool.run().await;
        });
    }

    async fn run(self: &Arc<Self>) -> Result<(), Closed> {
        let mut budget = Budget::new();
        let pool = self.clone();
        let mut slot = self.spawner.new_slot(&self.work, move || pool.spawn_next());
        let mut fresh = true;
        while let Some(item) = self.frontier.next().await {
            let in_hand = InHand::new();
            self.spawner.scope.stop_if_cancelled().await;
            if std::mem::take(&mut fresh) {
                self.spawn_next();
            }
            let mut item = Some(item);
            let (CallOutput::Item((out, more)) | CallOutput::Last((out, more))) =
                poll_fn(|cx| slot.as_mut().poll_call(item.take(), cx)).await
            else {
                unreachable!("a call that expands an item gives one result");
            };
            if let Err(limit) = self.frontier.finish(more, &mut budget).await {
                let full = format!("more than {limit} items wait to be expanded");
                escalate::<()>(self.spawner.stage_id.clone(), full).await;
            }
            in_hand.done();
            noting_sending(self.tx.send(out)).await?;
            budget.consume().await;
        }
        Ok(())
    }
}
