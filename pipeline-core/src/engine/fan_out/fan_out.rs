//! A split: what starts it, and what its branches read.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::opening::Opening;
use crate::engine::channel::spsc::Peers;
use crate::engine::channel::{BranchSenders, mpmc};
use crate::engine::fusion::FromStream;
use crate::engine::port::{Inlet, MpmcInlet};
use crate::engine::supervision::Scope;
use crate::engine::upstream::Upstream;
use crate::meter::EdgeMeter;
use crate::plan::{Branch, Capacity, Node, Share};

/// Says which branches an item goes to.
pub(crate) trait Dispatch<In, Out>: Send + Sync + 'static {
    const SHARE: Share = Share::Some;

    fn dispatch(&self, item: In, ends: &BranchSenders<Out>) -> impl Future<Output = ()> + Send;
}

/// A split: its branches, and what feeds them.
pub(crate) struct FanOut<I> {
    pub(crate) branches: Vec<Arc<Branch>>,
    pub(crate) opening: Opening<StartFanOut<I>, MpmcInlet<I>>,
}

/// Brings the upstream to life and deals it into the ends.
pub(crate) type StartFanOut<I> =
    Box<dyn FnOnce(&Scope, &[Option<BranchEdge>]) -> Vec<Option<MpmcInlet<I>>> + Send>;

/// The edge of a branch that lives.
pub(crate) struct BranchEdge {
    capacity: Capacity,
    /// What is counted of it, where the run is watched.
    meter: Option<Arc<EdgeMeter>>,
}

impl BranchEdge {
    fn of(branch: &Branch) -> Self {
        Self {
            capacity: branch.capacity.get().copied().unwrap_or(Capacity::Items(0)),
            meter: branch.edge.get().cloned().flatten(),
        }
    }
}

/// What starts the task that dispatches, when the first branch is started.
pub(crate) fn start_fan_out<In, Out, D>(
    upstream: Upstream<In>,
    node: Arc<Node>,
    dispatch: D,
) -> StartFanOut<Out>
where
    In: Send + 'static,
    Out: Send + 'static,
    D: Dispatch<In, Out>,
{
    Box::new(move |scope, branches| {
        let mut inlet = upstream.start(scope).into_reader();
        let owner = Arc::new(scope.group());
        let (mut ends, mut inlets) = (Vec::new(), Vec::new());
        for branch in branches {
            let (tx, rx) = branch.as_ref().map(|edge| mpmc::channel(edge.capacity)).unzip();
            let meter = branch.as_ref().and_then(|edge| edge.meter.clone());
            ends.push(tx.map(|tx| (tx.delayed_by(owner.jitter()), meter.filter(|meter| meter.claim_sent()))));
            inlets.push(rx.map(|rx| MpmcInlet::new(rx, owner.clone())));
        }
        let ends = Arc::new(BranchSenders::new(ends));
        let keep_open = ends.clone();
        let peers = Peers { read: inlet.ring().cloned(), sent: None };
        let deal = async move {
            while let Some(item) = inlet.next().await {
                dispatch.dispatch(item, &ends).await;
                if !ends.any_live() {
                    return;
                }
            }
        };
        owner.spawn(node.stage_id(), keep_open, peers, deal);
        inlets
    })
}

/// Has all branches read one edge: whoever is free takes the next item. There is no task between.
pub(crate) fn start_balanced<I: Send + 'static>(upstream: Upstream<I>) -> StartFanOut<I> {
    Box::new(move |scope, branches| {
        let inlet = upstream.start_shared(scope);
        branches.iter().map(|lives| lives.as_ref().map(|_| inlet.another())).collect()
    })
}

/// A branch's share in the split; dropping it unopened leaves the split to the others.
pub(crate) struct BranchHandle<I> {
    pub(crate) split: Arc<FanOut<I>>,
    pub(crate) branch: Arc<Branch>,
}

impl<I: Send + 'static> BranchHandle<I> {
    /// The branch's inlet. The first branch that opens starts the split, with an edge for each branch that
    /// lives.
    pub(crate) fn start(self, scope: &Scope) -> Inlet<I> {
        let begin = |start: StartFanOut<I>| {
            let edge = |branch: &Arc<Branch>| {
                let lives = !branch.gone.load(Ordering::Acquire);
                lives.then(|| BranchEdge::of(branch))
            };
            let edges: Vec<_> = self.split.branches.iter().map(edge).collect();
            // Other branches may not belong to the part of the run that this one is in.
            start(&scope.outermost(), &edges)
        };
        let inlet = self.split.opening.open(self.branch.index, begin).map(Inlet::Mpmc);
        let inlet = match (inlet, BranchEdge::of(&self.branch).meter) {
            (Some(inlet), Some(meter)) => Some(inlet.received_from(meter)),
            (inlet, _) => inlet,
        };
        match inlet {
            Some(inlet) if scope.is_inner() => inlet.leaving_at(scope.gate()),
            Some(inlet) => inlet,
            None => Inlet::fused(FromStream::new(futures::stream::empty())),
        }
    }
}

impl<I> Drop for BranchHandle<I> {
    fn drop(&mut self) {
        let note_gone = || self.branch.gone.store(true, Ordering::Release);
        drop(self.split.opening.leave(self.branch.index, note_gone));
    }
}
