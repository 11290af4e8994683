//! Fan-out: one task that dispatches items over branches, which own it together.

use std::future::Future;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use super::lock::lock;
use crate::engine::channel::Ends;
use crate::engine::channel::mpmc::edge;
use crate::engine::channel::spsc::telling;
use crate::engine::fusion::Polled;
use crate::engine::port::{Feed, Intake};
use crate::engine::supervision::Scope;
use crate::engine::upstream::Upstream;
use crate::plan::{Branch, Capacity, Node};

/// Says which branches an item goes to.
pub(crate) trait Dealer<In, Out>: Send + Sync + 'static {
    fn deal(&self, item: In, ends: &Ends<Out>) -> impl Future<Output = ()> + Send;
}

pub(crate) struct Split<I> {
    pub(crate) branches: Vec<Arc<Branch>>,
    pub(crate) state: Mutex<State<I>>,
}

pub(crate) enum State<I> {
    Waiting(StartDealing<I>),
    /// The edges of the branches that have not been opened yet.
    Dealing(Vec<Option<Intake<I>>>),
    /// Between the two, while the upstream comes to life.
    Starting,
}

/// Brings the upstream to life and deals it into the ends.
type StartDealing<I> = Box<dyn FnOnce(&Scope, &[Option<Capacity>]) -> Vec<Option<Intake<I>>> + Send>;

pub(crate) fn start_dealing<In, Out, D>(
    upstream: Upstream<In>,
    node: Arc<Node>,
    dealer: D,
) -> StartDealing<Out>
where
    In: Send + 'static,
    Out: Send + 'static,
    D: Dealer<In, Out>,
{
    Box::new(move |scope, capacities| {
        let mut feed = upstream.open(scope).into_reader();
        let owner = Arc::new(scope.group());
        let (mut ends, mut intakes) = (Vec::new(), Vec::new());
        for capacity in capacities {
            let (tx, rx) = capacity.map(edge).unzip();
            ends.push(tx);
            intakes.push(rx.map(|rx| Intake::new(rx, owner.clone())));
        }
        let ends = Arc::new(Ends::new(ends));
        let hold = ends.clone();
        let line = feed.line().cloned();
        let deal = async move {
            while let Some(item) = feed.next().await {
                dealer.deal(item, &ends).await;
                if !ends.any_live() {
                    return;
                }
            }
        };
        owner.spawn(node.site(), hold, telling(line, None, deal));
        intakes
    })
}

/// A branch's share in the split; dropping it unopened leaves the split to the others.
pub(crate) struct Ticket<I> {
    pub(crate) split: Arc<Split<I>>,
    pub(crate) branch: Arc<Branch>,
}

impl<I: Send + 'static> Ticket<I> {
    /// The branch's feed. The first branch that opens starts the split, with an edge for each branch that lives.
    pub(crate) fn open(self, scope: &Scope) -> Feed<I> {
        let mut state = lock(&self.split.state);
        *state = match std::mem::replace(&mut *state, State::Starting) {
            State::Waiting(start) => {
                let capacity = |branch: &Arc<Branch>| {
                    let lives = !branch.gone.load(Ordering::Acquire);
                    lives.then(|| branch.capacity.get().copied().unwrap_or(Capacity::Items(0)))
                };
                let capacities: Vec<_> = self.split.branches.iter().map(capacity).collect();
                State::Dealing(start(scope, &capacities))
            }
            started => started,
        };
        let State::Dealing(intakes) = &mut *state else {
            unreachable!("a branch opens once the split has started")
        };
        match intakes[self.branch.index].take() {
            Some(intake) => Feed::Shared(intake),
            None => Feed::fused(Polled::new(futures::stream::empty())),
        }
    }
}

impl<I> Drop for Ticket<I> {
    fn drop(&mut self) {
        self.branch.gone.store(true, Ordering::Release);
        let intake = match &mut *lock(&self.split.state) {
            State::Dealing(intakes) => intakes[self.branch.index].take(),
            _ => None,
        };
        drop(intake);
    }
}
