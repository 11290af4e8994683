//! Several workers that share a channel: receive, call, send.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::on_demand::Staff;
use crate::engine::call::{Outlet, Work, handle};
use crate::engine::channel::Closed;
use crate::engine::channel::mpmc::{Tx, edge};
use crate::engine::coop::{Pace, Tempo};
use crate::engine::port::{Feed, Intake};
use crate::engine::supervision::Scope;
use crate::plan::{Capacity, Node};

/// What the workers of a stage share. The last that ends drops it, and with it both edges.
struct Pool<In, U> {
    input: Intake<In>,
    work: Work<In, U>,
    tx: Tx<U>,
    staff: Staff,
    /// The capacity of the edge that is read.
    behind: Capacity,
}

pub(super) fn start_pool<In, U>(
    scope: &Scope,
    node: &Node,
    input: Intake<In>,
    behind: Capacity,
    work: Work<In, U>,
) -> Feed<U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    let (tx, rx) = edge(node.capacity());
    let owner = scope.group();
    let staff = Staff::new(scope, node, &owner.group, work.blocks);
    let pool = Arc::new(Pool { input, work, tx, staff, behind });
    pool.start_another();
    Feed::Shared(Intake::new(rx, owner))
}

impl<In: Send + 'static, U: Send + 'static> Pool<In, U> {
    fn start_another(self: &Arc<Self>) {
        let pool = self.clone();
        self.staff.start_another(self.clone(), || async move { pool.work().await });
    }

    async fn work(self: &Arc<Self>) {
        let mut out = Direct {
            tx: &self.tx,
            pace: Pace::new(),
            tempo: Tempo::new(self.behind),
            first: true,
            held: None,
        };
        let mut hand = self.work.hand();
        let mut fresh = true;
        while let Some(item) = self.input.next().await {
            if std::mem::take(&mut fresh) {
                self.start_another();
            }
            if out.tempo.due(&mut out.pace) {
                out.pace.give_way().await;
            }
            self.staff.scope.stop_if_cancelled().await;
            out.first = true;
            out.tempo.start();
            if handle(&mut hand, item, &mut out).await.is_err() {
                return;
            }
            out.tempo.returned();
        }
    }
}

/// Sends results as they come.
struct Direct<'a, U> {
    tx: &'a Tx<U>,
    pace: Pace,
    tempo: Tempo,
    /// Whether nothing has come out of the item yet: its call is counted, and what else comes out of it is counted here.
    first: bool,
    held: Option<U>,
}

impl<U: Send> Outlet<U> for Direct<'_, U> {
    #[inline]
    fn put(&mut self, item: U) -> ControlFlow<()> {
        self.tempo.returned();
        self.held = Some(item);
        ControlFlow::Break(())
    }

    #[inline]
    async fn settled(&mut self) -> Result<(), Closed> {
        if !std::mem::take(&mut self.first) {
            self.pace.step().await;
        }
        match self.held.take() {
            Some(item) => self.tx.send(item).await,
            None => Ok(()),
        }
    }
}
