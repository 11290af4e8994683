//! The workers of an `.ordered()` stage.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;

use super::emit::{Sending, Turn};
use super::reorder_buffer::Order;
use crate::engine::call::{Work, handle};
use crate::engine::channel::spsc::{Line, telling};
use crate::engine::coop::{Pace, Tempo};
use crate::engine::port::{Exit, Feed, Hold};
use crate::engine::supervision::Scope;
use crate::engine::worker::Staff;
use crate::plan::{Capacity, Node};

/// What the workers share. The last that ends drops it, and with it the edge behind the stage.
struct Crew<In, U> {
    order: Order<In, U>,
    work: Work<In, U>,
    staff: Staff,
    /// The capacity of the edge that is read.
    behind: Capacity,
    /// The line that is sent into, if it is one.
    sent: Option<Arc<Line>>,
    _hold: Hold<U>,
}

/// Starts the workers of a stage that keeps the order of one.
pub(crate) fn start_crew<In, U>(
    scope: &Scope,
    node: &Node,
    input: Feed<In>,
    behind: Capacity,
    work: Work<In, U>,
) -> Feed<U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    let owner = scope.group();
    let group = owner.group.clone();
    let (exit, hold, feed) = Exit::of(node, owner);
    let sent = exit.line().cloned();
    let crew = Arc::new(Crew {
        order: Order::new(input.into_stream(), exit, node.workers, node.window()),
        staff: Staff::new(scope, node, &group, work.blocks),
        work,
        behind,
        sent,
        _hold: hold,
    });
    crew.start_another();
    feed
}

impl<In: Send + 'static, U: Send + 'static> Crew<In, U> {
    fn start_another(self: &Arc<Self>) {
        let (crew, sent) = (self.clone(), self.sent.clone());
        self.staff.start_another(self.clone(), || {
            telling(None, sent, async move {
                let sending = Sending::default();
                let mut waited = 0;
                let mut work = pin!(crew.work(&sending));
                poll_fn(|cx| {
                    let polled = work.as_mut().poll(cx);
                    if polled.is_pending() && sending.lasts(&mut waited, cx) {
                        crew.order.relieve();
                    }
                    polled
                })
                .await;
            })
        });
    }

    async fn work(self: &Arc<Self>, sending: &Sending) {
        let mut pace = Pace::new();
        let mut hand = self.work.hand();
        let mut fresh = true;
        let mut tempo = Tempo::new(self.behind);
        // While a slow call computes, another worker must receive. One that is quick is back before that is worth it.
        while let Some((number, item)) = self.order.receive(tempo.is_slow()).await {
            if std::mem::take(&mut fresh) {
                self.start_another();
            }
            if tempo.due(&mut pace) {
                pace.give_way().await;
            }
            self.staff.scope.stop_if_cancelled().await;
            tempo.start();
            let mut turn = Turn::new(number, &self.order, sending, &mut tempo, &mut pace);
            if handle(&mut hand, item, &mut turn).await.is_err() || turn.finish().await.is_err() {
                return;
            }
        }
    }
}
