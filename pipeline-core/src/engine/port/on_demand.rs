//! An outlet that sends when its reader waits, and at no other time.

use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::future::BoxFuture;

use super::outlet::Outlet;
use crate::engine::channel::Closed;
use crate::engine::channel::mpmc;
use crate::engine::channel::spsc;

/// The end of an edge, for a task that keeps its items until the reader waits for one.
pub(crate) enum OnDemandOutlet<U> {
    Spsc(spsc::Sender<U>),
    /// Several tasks read. Who of them waits is not known, so one item is on its way to whoever is free next.
    Mpmc {
        tx: Arc<mpmc::Sender<U>>,
        sending: Option<Sending>,
    },
}

/// An item on its way.
type Sending = BoxFuture<'static, Result<(), Closed>>;

impl<U: Send + 'static> OnDemandOutlet<U> {
    /// Sends into the edge behind `outlet`.
    pub(crate) fn new(outlet: Outlet<U>) -> Self {
        match outlet {
            Outlet::Spsc(tx) => Self::Spsc(tx),
            Outlet::Mpmc(tx) => Self::Mpmc { tx, sending: None },
        }
    }

    /// Waits until the reader waits for an item.
    #[inline]
    pub(crate) fn poll_wanted(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        match self {
            Self::Spsc(tx) => tx.poll_wanted(cx),
            Self::Mpmc { sending, .. } => {
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
        match self {
            Self::Spsc(tx) => tx.is_wanted(),
            Self::Mpmc { sending, .. } => sending.is_none(),
        }
    }

    /// Sends an item that is wanted.
    #[inline]
    pub(crate) fn push(&mut self, item: U) {
        match self {
            // Whether there is room for another does not matter: the next one is sent when it is wanted.
            Self::Spsc(tx) => drop(tx.push(item)),
            Self::Mpmc { tx, sending } => {
                let tx = tx.clone();
                *sending = Some(Box::pin(async move { tx.send(item).await }));
            }
        }
    }
}
