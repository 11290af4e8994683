//! What producers and subscribers share: who is ready, what is on its way, and how it ended.
//!
//! Nothing of the user's runs under the lock: items are cloned before it is taken, and dropped after it is
//! released, as wakers are. Since somebody may join between a cloning and the delivery, a delivery is tried:
//! it is made to everyone at once, or says how many copies it takes.

use std::collections::{BTreeMap, VecDeque};
use std::error::Error;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use tokio::sync::Semaphore;

use crate::attach::lock;

/// An item that late subscribers get. Each clones it for itself, under a lock that guards this item alone:
/// `T` need not be `Sync`.
pub(super) type Kept<T> = Arc<Mutex<T>>;

/// How a broadcast has ended.
#[derive(Clone)]
pub(super) enum End {
    Closed,
    Failed(Arc<dyn Error + Send + Sync>),
}

/// What becomes of an item that nobody is there for.
#[derive(PartialEq)]
pub(super) enum WhenAlone {
    Wait,
    Drop,
}

pub(super) struct Shared<T> {
    state: Mutex<State<T>>,
    /// Lets producers in one at a time, first come, first served.
    producers: Semaphore,
}

struct State<T> {
    subscribers: BTreeMap<u64, Subscriber<T>>,
    /// The name of the next subscriber.
    next: u64,
    /// How many subscribers have not asked for an item.
    not_ready: usize,
    /// The producer that was let in, while it waits.
    producer: Option<Waker>,
    kept: VecDeque<Kept<T>>,
    /// How many are kept at most.
    replays: usize,
    when_alone: WhenAlone,
    end: Option<End>,
}

struct Subscriber<T> {
    /// What was delivered and not taken yet.
    item: Option<T>,
    asked: bool,
    waker: Option<Waker>,
}

/// What came of trying to deliver.
enum Delivery {
    Made,
    /// So many copies are needed.
    Takes(usize),
    Ended,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        let state = State {
            subscribers: BTreeMap::new(),
            next: 0,
            not_ready: 0,
            producer: None,
            kept: VecDeque::new(),
            replays: 0,
            when_alone: WhenAlone::Wait,
            end: None,
        };
        Self { state: Mutex::new(state), producers: Semaphore::new(1) }
    }
}

impl<T> Shared<T> {
    pub(super) fn set_replays(&self, items: usize) {
        let mut state = lock(&self.state);
        state.replays = items;
        let outdated = state.outdated();
        drop(state);
        drop(outdated);
    }

    pub(super) fn set_when_alone(&self, when_alone: WhenAlone) {
        lock(&self.state).when_alone = when_alone;
    }

    pub(super) fn subscribers(&self) -> usize {
        lock(&self.state).subscribers.len()
    }

    /// Lets a subscriber in: its name, and what it gets beforehand.
    pub(super) fn join(&self) -> (u64, VecDeque<Kept<T>>, usize) {
        let mut state = lock(&self.state);
        let name = state.next;
        state.next += 1;
        state.not_ready += 1;
        state.subscribers.insert(name, Subscriber { item: None, asked: false, waker: None });
        (name, state.kept.clone(), state.replays)
    }

    pub(super) fn leave(&self, name: u64) {
        let mut state = lock(&self.state);
        let gone = state.subscribers.remove(&name);
        if gone.as_ref().is_some_and(|subscriber| !subscriber.asked) {
            state.not_ready -= 1;
        }
        let producer = state.producer_to_wake();
        drop(state);
        drop(gone);
        wake(producer);
    }

    /// The next item for a subscriber. Asking for it makes the subscriber ready.
    pub(super) fn poll_next(&self, name: u64, cx: &mut Context<'_>) -> Poll<Result<T, End>> {
        let mut state = lock(&self.state);
        let State { subscribers, not_ready, end, .. } = &mut *state;
        let subscriber = subscribers.get_mut(&name).expect("a subscriber that polls has not left");
        if let Some(item) = subscriber.item.take() {
            return Poll::Ready(Ok(item));
        }
        if let Some(end) = end {
            return Poll::Ready(Err(end.clone()));
        }
        let old = subscriber.waker.replace(cx.waker().clone());
        if !std::mem::replace(&mut subscriber.asked, true) {
            *not_ready -= 1;
        }
        let producer = state.producer_to_wake();
        drop(state);
        drop(old);
        wake(producer);
        Poll::Pending
    }

    /// Ends it, unless it has ended: the first end is the one that counts.
    pub(super) fn end(&self, end: End) {
        let mut state = lock(&self.state);
        if state.end.is_some() {
            return;
        }
        state.end = Some(end);
        let kept = std::mem::take(&mut state.kept);
        let waiting: Vec<Waker> =
            state.subscribers.values_mut().filter_map(|subscriber| subscriber.waker.take()).collect();
        let producer = state.producer.take();
        drop(state);
        drop(kept);
        // Whoever waits to be let in gets the item back.
        self.producers.close();
        wake(waiting);
        wake(producer);
    }
}

impl<T: Clone> Shared<T> {
    /// Gives the item back if the broadcast has ended.
    pub(super) async fn put(&self, item: T) -> Result<(), T> {
        let Ok(_let_in) = self.producers.acquire().await else { return Err(item) };
        let mut copies = vec![item];
        loop {
            match poll_fn(|cx| self.poll_deliver(&mut copies, cx)).await {
                Delivery::Made => return Ok(()),
                Delivery::Takes(needed) => {
                    while copies.len() < needed {
                        copies.push(copies[0].clone());
                    }
                }
                Delivery::Ended => return Err(copies.swap_remove(0)),
            }
        }
    }

    /// Waits until everyone is ready, and then hands everyone a copy if there are enough.
    fn poll_deliver(&self, copies: &mut Vec<T>, cx: &mut Context<'_>) -> Poll<Delivery> {
        let mut state = lock(&self.state);
        if state.end.is_some() {
            return Poll::Ready(Delivery::Ended);
        }
        if !state.is_ready() {
            let old = state.producer.replace(cx.waker().clone());
            drop(state);
            drop(old);
            return Poll::Pending;
        }
        let needed = state.subscribers.len() + usize::from(state.replays > 0);
        if copies.len() < needed {
            return Poll::Ready(Delivery::Takes(needed));
        }
        if state.replays > 0 {
            state.kept.extend(copies.pop().map(|item| Arc::new(Mutex::new(item))));
        }
        let outdated = state.outdated();
        state.not_ready = state.subscribers.len();
        let mut waiting = Vec::with_capacity(state.not_ready);
        for subscriber in state.subscribers.values_mut() {
            subscriber.item = copies.pop();
            subscriber.asked = false;
            waiting.extend(subscriber.waker.take());
        }
        drop(state);
        drop(outdated);
        wake(waiting);
        Poll::Ready(Delivery::Made)
    }
}

impl<T> State<T> {
    /// Whether an item can be delivered now.
    fn is_ready(&self) -> bool {
        self.not_ready == 0 && (self.when_alone == WhenAlone::Drop || !self.subscribers.is_empty())
    }

    /// Takes out what is kept beyond what is to be replayed.
    fn outdated(&mut self) -> Vec<Kept<T>> {
        let excess = self.kept.len().saturating_sub(self.replays);
        self.kept.drain(..excess).collect()
    }

    /// The producer, if it has nothing more to wait for.
    fn producer_to_wake(&mut self) -> Option<Waker> {
        if self.is_ready() { self.producer.take() } else { None }
    }
}

fn wake(wakers: impl IntoIterator<Item = Waker>) {
    wakers.into_iter().for_each(Waker::wake);
}
