//! How what a task makes gets to the stage that reads it.

use std::sync::Arc;

use super::inlet::{Inlet, MpmcInlet, SpscInlet};
use crate::engine::channel::{Closed, mpmc, spsc};
use crate::engine::supervision::GroupGuard;
use crate::plan::{Capacity, Node};

/// The end of an edge that one task sends into.
pub(crate) enum Outlet<U> {
    Spsc(spsc::Sender<U>),
    Mpmc(Arc<mpmc::Sender<U>>),
}

/// What keeps the edge from ending; see [`Scope::spawn`].
pub(crate) enum KeepOpen<U> {
    Spsc(#[allow(dead_code, reason = "it counts by being dropped")] spsc::CloseOnDrop),
    Mpmc(#[allow(dead_code, reason = "it counts by being dropped")] Arc<mpmc::Sender<U>>),
}

impl<U: Send + 'static> Outlet<U> {
    /// The edge behind `node`, whose one task belongs to `owner`.
    pub(crate) fn of(node: &Node, owner: GroupGuard) -> (Self, KeepOpen<U>, Inlet<U>) {
        match node.capacity() {
            Capacity::Items(n) if !node.is_shared() => {
                let (tx, rx) = spsc::channel(n);
                let keep_open = KeepOpen::Spsc(tx.end());
                (Self::Spsc(tx), keep_open, Inlet::Spsc(SpscInlet::new(rx, owner)))
            }
            capacity => {
                let (tx, rx) = mpmc::channel(capacity);
                let tx = Arc::new(tx);
                (Self::Mpmc(tx.clone()), KeepOpen::Mpmc(tx), Inlet::Mpmc(MpmcInlet::new(rx, owner)))
            }
        }
    }

    #[inline]
    pub(crate) async fn send(&mut self, item: U) -> Result<(), Closed> {
        match self {
            Self::Spsc(tx) => tx.send(item).await,
            Self::Mpmc(tx) => tx.send(item).await,
        }
    }

    /// The ring that is sent into, if it is one.
    pub(crate) fn ring(&self) -> Option<&Arc<spsc::Shared>> {
        match self {
            Self::Spsc(tx) => Some(tx.shared()),
            Self::Mpmc(_) => None,
        }
    }
}
