//! Splits: one stream dealt out over branches, by a task that all branches own together.

use std::future::Future;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use crate::chain::Polled;
use crate::edge::{Capacity, Ends, edge};
use crate::feed::{Feed, Intake};
use crate::line::telling;
use crate::node::{Branch, Node, Role};
use crate::scope::{Scope, lock};
use crate::stage::Sealed;
use crate::stream::Stream;
use crate::track::Track;
use crate::upstream::Upstream;

/// Says which branches an item goes to.
pub(crate) trait Dealer<In, Out>: Send + Sync + 'static {
    fn deal(&self, item: In, ends: &Ends<Out>) -> impl Future<Output = ()> + Send;
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Splits the stream into `N` branches, which must all be part of one run.
    pub(crate) fn split<U, K2, D, const N: usize>(self, word: &'static str, dealer: D) -> [Stream<U, K2>; N]
    where
        U: Send + 'static,
        K2: Track,
        D: Dealer<K::Item<T>, K2::Item<U>>,
    {
        let branches: [Arc<Branch>; N] = std::array::from_fn(Branch::new);
        let mut node = Node::new(word, Role::Split(branches.to_vec())).holding(N.saturating_sub(1));
        let upstream = self.finish();
        node.inputs.push(upstream.node.clone());
        node.settle_depth(size_of::<K2::Item<U>>());
        let node = Arc::new(node);
        let split = Arc::new(Split {
            branches: branches.to_vec(),
            state: Mutex::new(State::Waiting(start_dealing(upstream, node.clone(), dealer))),
        });
        branches.map(|branch| {
            let mut of_branch = Node::new(word, Role::Branch(branch.clone()));
            of_branch.inputs.push(node.clone());
            let ticket = Ticket { split: split.clone(), branch };
            Stream::new(of_branch, Sealed(()), move |scope, _, _| ticket.open(scope))
        })
    }
}

struct Split<I> {
    branches: Vec<Arc<Branch>>,
    state: Mutex<State<I>>,
}

enum State<I> {
    Waiting(StartDealing<I>),
    /// The edges of the branches that have not been opened yet.
    Dealing(Vec<Option<Intake<I>>>),
    /// Between the two, while the upstream comes to life.
    Starting,
}

/// Brings the upstream to life and deals it into the ends.
type StartDealing<I> = Box<dyn FnOnce(&Scope, &[Option<Capacity>]) -> Vec<Option<Intake<I>>> + Send>;

fn start_dealing<In, Out, D>(upstream: Upstream<In>, node: Arc<Node>, dealer: D) -> StartDealing<Out>
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
struct Ticket<I> {
    split: Arc<Split<I>>,
    branch: Arc<Branch>,
}

impl<I: Send + 'static> Ticket<I> {
    /// The branch's feed. The first branch that opens starts the split, with an edge for each branch that lives.
    fn open(self, scope: &Scope) -> Feed<I> {
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
