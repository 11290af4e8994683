//! How what a task makes gets to the stage that reads it.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use super::inlet::{Inlet, MpmcInlet, SpscInlet};
use crate::engine::channel::{Closed, mpmc, spsc};
use crate::engine::chaos::Jitter;
use crate::engine::dropped::InHand;
use crate::engine::supervision::GroupGuard;
use crate::plan::{Capacity, Node};

/// The end of an edge that one task sends into.
pub(crate) enum Outlet<U> {
    Spsc(SpscOutlet<U>),
    Mpmc(Arc<mpmc::Sender<U>>),
}

/// The end of a ring that one task sends into.
pub(crate) struct SpscOutlet<U> {
    tx: spsc::Sender<U>,
    jitter: Jitter,
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
                let outlet = SpscOutlet { tx, jitter: owner.jitter() };
                (Self::Spsc(outlet), keep_open, Inlet::Spsc(SpscInlet::new(rx, owner)))
            }
            capacity => {
                let (tx, rx) = mpmc::channel(capacity);
                let tx = Arc::new(tx.delayed_by(owner.jitter()));
                (Self::Mpmc(tx.clone()), KeepOpen::Mpmc(tx), Inlet::Mpmc(MpmcInlet::new(rx, owner)))
            }
        }
    }

    #[inline]
    pub(crate) async fn send(&mut self, item: U) -> Result<(), Closed> {
        match self {
            Self::Spsc(SpscOutlet { tx, jitter }) => {
                if jitter.delays() {
                    let in_hand = InHand::new();
                    jitter.pass().await;
                    in_hand.done();
                }
                tx.send(item).await
            }
            Self::Mpmc(tx) => tx.send(item).await,
        }
    }

    /// The ring that is sent into, if it is one.
    pub(crate) fn ring(&self) -> Option<&Arc<spsc::Shared>> {
        match self {
            Self::Spsc(outlet) => Some(outlet.tx.shared()),
            Self::Mpmc(_) => None,
        }
    }
}

impl<U> SpscOutlet<U> {
    /// Whether an item that is to be pushed waits for [`Self::poll_delay`] first.
    #[inline(always)]
    pub(crate) fn delays(&self) -> bool {
        self.jitter.delays()
    }

    /// Waits until an item may be pushed, whose sender holds it.
    #[inline(always)]
    pub(crate) fn poll_delay(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.jitter.poll_pass(cx)
    }

    /// Puts an item in, and says whether its sender may go on at once. If not, it waits by
    /// [`Self::poll_ready`].
    #[inline(always)]
    pub(crate) fn push(&mut self, item: U) -> ControlFlow<()> {
        let more = self.tx.push(item);
        if self.delays() { ControlFlow::Break(()) } else { more }
    }

    /// Waits until no more items wait than may.
    #[inline]
    pub(crate) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        ready!(self.jitter.poll_pass(cx));
        self.tx.poll_ready(cx)
    }

    /// Waits until the reader waits for an item: what is pushed then is handed over at once.
    #[inline]
    pub(crate) fn poll_wanted(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        ready!(self.jitter.poll_pass(cx));
        self.tx.poll_wanted(cx)
    }

    /// Whether the reader waits for an item, and none is on its way to it.
    #[inline]
    pub(crate) fn is_wanted(&self) -> bool {
        self.tx.is_wanted()
    }
}
