//! Workers whose items come back.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use super::frontier::{Frontier, Waiting};
use super::on_demand::Staff;
use crate::engine::call::{Out, Work};
use crate::engine::channel::Closed;
use crate::engine::channel::mpmc::{Tx, edge};
use crate::engine::channel::spsc::telling;
use crate::engine::coop::Pace;
use crate::engine::port::{Feed, Intake};
use crate::engine::supervision::{Scope, escalate};
use crate::plan::{Capacity, Node};

/// What is done with one item: it gives, once, something that goes on, and items that come back.
pub(crate) type Expand<In, U> = Work<In, (U, Vec<In>)>;

struct Crew<In, U> {
    frontier: Frontier<In>,
    work: Expand<In, U>,
    tx: Tx<U>,
    staff: Staff,
}

/// Starts the workers of an expanding stage, and the task that lets input in when one of them is idle.
pub(crate) fn start_expanding<In, U>(
    scope: &Scope,
    node: &Node,
    input: Feed<In>,
    work: Expand<In, U>,
) -> Feed<U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    let (tx, rx) = edge(node.capacity());
    let owner = scope.group();
    let waiting = Waiting { items: VecDeque::new(), idle: 0, running: 0, input_ended: false };
    let frontier = Frontier {
        state: Mutex::new(waiting),
        work: Notify::new(),
        idle: Notify::new(),
        limit: node.frontier.unwrap_or(Capacity::Unbounded),
    };
    let staff = Staff::new(scope, node, &owner.group, work.blocks);
    let crew = Arc::new(Crew { frontier, work, tx, staff });
    let admitting = crew.clone();
    let input = input.into_reader();
    let line = input.line().cloned();
    let admit = async move { admitting.frontier.admit(input).await };
    owner.spawn(node.site(), crew.clone(), telling(line, None, admit));
    crew.start_another();
    Feed::Shared(Intake::new(rx, owner))
}

impl<In: Send + 'static, U: Send + 'static> Crew<In, U> {
    fn start_another(self: &Arc<Self>) {
        let crew = self.clone();
        self.staff.start_another(self.clone(), || async move {
            // An error is that of the reader, who has left.
            let _ = crew.run().await;
        });
    }

    async fn run(self: &Arc<Self>) -> Result<(), Closed> {
        let mut pace = Pace::new();
        let mut hand = self.work.hand();
        let mut fresh = true;
        while let Some(item) = self.frontier.next().await {
            self.staff.scope.stop_if_cancelled().await;
            if std::mem::take(&mut fresh) {
                self.start_another();
            }
            let mut item = Some(item);
            let (Out::Item((out, more)) | Out::Last((out, more))) =
                poll_fn(|cx| hand.as_mut().poll_call(item.take(), cx)).await
            else {
                unreachable!("a call that expands an item gives one result");
            };
            if let Err(limit) = self.frontier.finish(more, &mut pace).await {
                let full = format!("more than {limit} items wait to be expanded");
                escalate::<()>(self.staff.site.clone(), full).await;
            }
            self.tx.send(out).await?;
            pace.step().await;
        }
        Ok(())
    }
}
