//! An outlet that sends when its reader waits, and at no other time.

use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::future::BoxFuture;

use super::outlet::{Outlet, SpscOutlet};
use crate::engine::channel::Closed;
use crate::engine::channel::mpmc;
use crate::meter::EdgeMeter;
use crate::plan::Node;

/// The end of an edge, for a task that keeps its items until the reader waits for one.
pub(crate) struct OnDemandOutlet<U> {
    edge: Edge<U>,
    /// What counts the items that are sent, where the run is watched.
    meter: Option<Arc<EdgeMeter>>,
}

/// What is sent into.
enum Edge<U> {
    Spsc(SpscOutlet<U>),
    /// Several tasks read. Who of them waits is not known, so one item is on its way to whoever is free next.
    Mpmc {
        tx: Arc<mpmc::Sender<U>>,
        sending: Option<Sending>,
    },
}

/// An item on its way.
type Sending = BoxFuture<'static, Result<(), Closed>>;

impl<U: Send + 'static> OnDemandOutlet<U> {
    /// Sends into the edge behind `outlet`, for the stage that `node` is.
    pub(crate) fn new(node: &Node, outlet: Outlet<U>) -> Self {
        let edge = match outlet {
            Outlet::Spsc(tx) => Edge::Spsc(tx),
            Outlet::Mpmc(tx) => Edge::Mpmc { tx, sending: None },
        };
        Self { edge, meter: node.claim_sent() }
    }

    /// Waits until the reader waits for an item.
    #[inline]
    pub(crate) fn poll_wanted(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        match &mut self.edge {
            Edge::Spsc(tx) => tx.poll_wanted(cx),
            Edge::Mpmc { sending, .. } => {
                if let Some(send) = sending {
                    let sent = ready!(send.as_mut().poll(cx));
                    *sending = None;
                    return Poll::Ready(sent);
                }
                Poll::Ready(Ok(()))
            }
        }
    }

    /// Whether the reader waits for an item, as far as that is known without asking again.
    #[inline]
    pub(crate) fn is_wanted(&self) -> bool {
        match &self.edge {
            Edge::Spsc(tx) => tx.is_wanted(),
            Edge::Mpmc { sending, .. } => sending.is_none(),
        }
    }

    /// Sends an item that is wanted.
    #[inline]
    pub(crate) fn push(&mut self, item: U) {
        if let Some(edge) = &self.meter {
            edge.note_sent();
        }
        match &mut self.edge {
            // Whether there is room for another does not matter: the next one is sent when it is wanted.
            Edge::Spsc(tx) => drop(tx.push(item)),
            Edge::Mpmc { tx, sending } => {
                let tx = tx.clone();
                *sending = Some(Box::pin(async move { tx.send(item).await }));
            }
        }
    }
}
