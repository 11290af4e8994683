//! What a run is steered by from outside. It is there before the run, and after it; it holds nothing of the
//! run alive.

use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::task::Poll;

use futures::task::AtomicWaker;
use tokio_util::sync::CancellationToken;

use super::gate::{Gate, GateState};
use super::resizing::Resizable;
use super::tally::Tally;
use crate::engine::lock::lock;
use crate::plan::{Graph, Node, Plan};

/// The gate, the numbers of workers, the counts and the end of one run.
#[derive(Default)]
pub(crate) struct Switch {
    /// The gate of all sources that are behind no other.
    pub(crate) gate: Arc<Gate>,
    pub(crate) resizable: Resizable,
    pub(crate) tally: Tally,
    /// The terminals, for as long as the run works.
    terminals: Mutex<Vec<Weak<Node>>>,
    aborted: AtomicBool,
    /// The run, which waits to be aborted.
    run: AtomicWaker,
    ended: CancellationToken,
}

impl Switch {
    /// Notes what the run looks like.
    pub(crate) fn describe(&self, terminals: &[Arc<Node>]) {
        *lock(&self.terminals) = terminals.iter().map(Arc::downgrade).collect();
    }

    /// What the run looks like, and how its stages stand; nothing while it does not work.
    pub(crate) fn graph(&self) -> Option<Graph> {
        let terminals: Option<Vec<Arc<Node>>> = lock(&self.terminals).iter().map(Weak::upgrade).collect();
        let terminals = terminals.filter(|terminals| !terminals.is_empty())?;
        let graph = Graph::new(&Plan::new(terminals.iter().map(|node| &**node)));
        Some(graph.at_work(|stage| (self.resizable.workers(stage), self.tally.overflowed(stage))))
    }

    /// Cancels the run.
    pub(crate) fn abort(&self) {
        self.aborted.store(true, Ordering::Release);
        self.run.wake();
    }

    pub(crate) fn is_aborted(&self) -> bool {
        self.aborted.load(Ordering::Acquire)
    }

    /// Ready once the run is to be cancelled; for the run alone.
    pub(crate) async fn aborted(&self) {
        poll_fn(|cx| {
            self.run.register(cx.waker());
            if self.is_aborted() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    /// Ready once nothing of the run is left.
    pub(crate) async fn ended(&self) {
        self.ended.cancelled().await;
    }
}

/// Held by all that is left of a run: the last one to drop it tells that the run has ended.
#[derive(Clone)]
pub(crate) struct Alive(Arc<TellEnd>);

/// Tells when it is dropped.
struct TellEnd(Arc<Switch>);

impl Alive {
    pub(crate) fn new(switch: Arc<Switch>) -> Self {
        Self(Arc::new(TellEnd(switch)))
    }

    pub(crate) fn switch(&self) -> &Arc<Switch> {
        &self.0.0
    }
}

impl Drop for TellEnd {
    fn drop(&mut self) {
        self.0.ended.cancel();
    }
}

/// Counts the items that arrive at a terminal once the run is stopped.
pub(crate) struct Arrivals(Arc<Switch>);

impl Arrivals {
    pub(crate) fn new(switch: &Arc<Switch>) -> Self {
        Self(switch.clone())
    }

    /// Whether the run is stopped. Before that nobody asks.
    #[inline]
    pub(crate) fn are_counted(&self) -> bool {
        self.0.gate.state() >= GateState::Stopped
    }

    #[inline]
    pub(crate) fn count_one(&self) {
        if self.are_counted() {
            self.0.tally.add_arrived();
        }
    }
}
