//! The reorder buffer of an `.ordered()` stage: results leave in the order in which their items were
//! received.
//!
//! Items get sequence numbers as they are received. The worker with the lowest number that is not done has
//! the outlet and sends straight on. The others put results into their entry of the buffer and go on to the
//! next item. A worker that ends its turn sends what waits in the entries behind it. A blocked worker is
//! woken only when it can make progress, and only one at a time.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Poll, Waker, ready};

use futures::stream::BoxStream;

use super::leader::{Admission, LeaderFollowers};
use crate::engine::dropped::note_dropped;
use crate::engine::lock::lock;
use crate::engine::port::Outlet;
use crate::meter::{EdgeMeter, StageMeter};
use crate::plan::Node;

/// The sequence of items under way, and who may send.
pub(crate) struct ReorderBuffer<In, U> {
    state: Mutex<Inner<In, U>>,
    /// Results that may wait in entries.
    window: usize,
    /// The furthest an item may be ahead of the first that is not done.
    max_ahead: u64,
    meter: Option<OrderMeter>,
}

/// What is counted of the stage, where its run is watched.
struct OrderMeter {
    stage: Arc<StageMeter>,
    /// What counts the results that are sent, where nobody else does.
    sent: Option<Arc<EdgeMeter>>,
}

/// What the workers share under the lock.
struct Inner<In, U> {
    input: LeaderFollowers<In>,
    /// The number of the next item, and that of the first entry.
    next_seq: u64,
    head_seq: u64,
    entries: VecDeque<Entry<U>>,
    /// Results in all entries.
    buffered: usize,
    /// Workers with a result for which the window has no room.
    blocked: usize,
    /// The outlet, unless a worker has it.
    outlet: Option<BoxOutlet<U>>,
}

/// An item that is not done, or whose results have not left.
struct Entry<U> {
    /// The first result; most items have one.
    first: Option<U>,
    others: VecDeque<U>,
    done: bool,
    /// The entry's worker, where it is blocked.
    worker: Option<Waker>,
}

/// The outlet; it is handed from worker to worker.
pub(crate) type BoxOutlet<U> = Box<Outlet<U>>;

/// When the worker that has received an item makes another the leader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Succession {
    /// With the item: its call is likely to take long.
    AtOnce,
    /// When its call turns out to take long. One that is quick is back before that is worth it.
    WhenPending,
}

/// Where a result may go.
pub(crate) enum Placement<U> {
    /// Straight on, before all others.
    Direct(BoxOutlet<U>, U),
    Buffered,
}

impl<In, U> ReorderBuffer<In, U> {
    pub(crate) fn new(input: BoxStream<'static, In>, outlet: Outlet<U>, node: &Node) -> Self {
        let meter = node.stage_id().meter.clone();
        let meter = meter.map(|stage| OrderMeter { stage, sent: node.claim_sent_by_workers() });
        let window = node.window();
        let state = Inner {
            input: LeaderFollowers::new(input),
            next_seq: 0,
            head_seq: 0,
            entries: VecDeque::new(),
            buffered: 0,
            blocked: 0,
            outlet: Some(Box::new(outlet)),
        };
        Self { state: Mutex::new(state), window, max_ahead: (node.workers + window) as u64, meter }
    }

    /// Notes that a result is sent.
    pub(crate) fn note_sent(&self) {
        if let Some(OrderMeter { stage, sent: Some(edge) }) = &self.meter {
            if stage.trace.is_on() {
                // Whose turn it is has the outlet: nobody else moves on meanwhile.
                stage.trace.send(lock(&self.state).head_seq, edge.sent().get());
            }
            edge.sent().add(1);
        }
    }

    /// Whether a run is watched in which no item is received before an earlier one is done.
    pub(crate) fn has_held_up_workers(&self) -> bool {
        self.meter.is_some() && {
            let state = lock(&self.state);
            state.next_seq - state.head_seq >= self.max_ahead
        }
    }

    /// Tells the meter how many results wait, those in the hands of workers among them.
    fn note_waiting(&self, state: &Inner<In, U>) {
        if let Some(meter) = &self.meter {
            meter.stage.held.set(state.buffered + state.blocked);
        }
    }

    /// Makes another worker the leader, if there may be another item and nobody waits for it.
    pub(crate) fn promote_next(&self) {
        lock(&self.state).promote_next(self.max_ahead);
    }

    /// The next item of the input and its sequence number, once the window has room for it.
    pub(crate) async fn receive(&self, succession: Succession) -> Option<(u64, In)> {
        let mut waiter = None;
        poll_fn(|cx| {
            let state = &mut *lock(&self.state);
            let has_room = state.next_seq - state.head_seq < self.max_ahead;
            let admission = if has_room { Admission::Open } else { Admission::Closed };
            let item = ready!(state.input.poll_next(cx, &mut waiter, admission));
            Poll::Ready(item.map(|item| {
                state.entries.push_back(Entry {
                    first: None,
                    others: VecDeque::new(),
                    done: false,
                    worker: None,
                });
                if let Some(meter) = &self.meter {
                    meter.stage.note_received(state.next_seq);
                }
                state.next_seq += 1;
                if succession == Succession::AtOnce {
                    state.promote_next(self.max_ahead);
                }
                (state.next_seq - 1, item)
            }))
        })
        .await
    }

    /// Finds a place for a result of item `seq`; waits while there is none.
    pub(crate) async fn place(&self, seq: u64, result: U) -> Placement<U> {
        let mut unplaced = Some(result);
        let mut blocked = false;
        poll_fn(|cx| {
            let state = &mut *lock(&self.state);
            if std::mem::take(&mut blocked) {
                state.blocked -= 1;
            }
            let ours = (seq - state.head_seq) as usize;
            let entry = &mut state.entries[ours];
            entry.worker = None;
            if ours == 0
                && let Some(outlet) = state.outlet.take()
            {
                // It may have been woken for room in the window, which is for another then.
                if state.buffered < self.window
                    && let Some(worker) = state.blocked_worker()
                {
                    worker.wake();
                }
                let Some(result) = unplaced.take() else { unreachable!("a result is placed once") };
                self.note_waiting(state);
                return Poll::Ready(Placement::Direct(outlet, result));
            }
            if state.buffered < self.window {
                match &entry.first {
                    None => entry.first = unplaced.take(),
                    Some(_) => entry.others.extend(unplaced.take()),
                }
                state.buffered += 1;
                self.note_waiting(state);
                return Poll::Ready(Placement::Buffered);
            }
            entry.worker = Some(cx.waker().clone());
            state.blocked += 1;
            blocked = true;
            self.note_waiting(state);
            Poll::Pending
        })
        .await
    }

    /// Ends item `seq`. If that hands the turn on, gives what waits next, with the outlet to send it.
    pub(crate) fn finish(&self, seq: u64, outlet: Option<BoxOutlet<U>>) -> Option<(BoxOutlet<U>, U)> {
        let mut state = lock(&self.state);
        let ours = (seq - state.head_seq) as usize;
        state.entries[ours].done = true;
        let outlet = match outlet {
            None if ours == 0 => state.outlet.take(),
            outlet => outlet,
        };
        self.pass_on(state, outlet?)
    }

    /// Gives what waits next; nothing where the worker whose turn it is now is to go on.
    pub(crate) fn next_waiting(&self, outlet: BoxOutlet<U>) -> Option<(BoxOutlet<U>, U)> {
        self.pass_on(lock(&self.state), outlet)
    }

    fn pass_on(
        &self,
        mut guard: MutexGuard<'_, Inner<In, U>>,
        outlet: BoxOutlet<U>,
    ) -> Option<(BoxOutlet<U>, U)> {
        let state = &mut *guard;
        let result = state.pop_first();
        self.note_waiting(state);
        let (next, woken) = match result {
            Some(result) => (Some((outlet, result)), state.blocked_worker()),
            None => {
                state.outlet = Some(outlet);
                (None, state.entries.front_mut().and_then(|entry| entry.worker.take()))
            }
        };
        drop(guard);
        if let Some(worker) = woken {
            worker.wake();
        }
        next
    }
}

impl<In, U> Drop for Inner<In, U> {
    fn drop(&mut self) {
        note_dropped(self.buffered);
    }
}

impl<In, U> Inner<In, U> {
    fn promote_next(&mut self, max_ahead: u64) {
        if self.next_seq - self.head_seq < max_ahead {
            self.input.promote();
        }
    }

    /// For whom room in the window is best: the worker whose result is needed first.
    fn blocked_worker(&mut self) -> Option<Waker> {
        if self.blocked == 0 {
            return None;
        }
        self.entries.iter_mut().find_map(|entry| entry.worker.take())
    }

    fn pop_first(&mut self) -> Option<U> {
        while let Some(entry) = self.entries.front_mut() {
            if let Some(result) = entry.first.take() {
                entry.first = entry.others.pop_front();
                self.buffered -= 1;
                return Some(result);
            }
            if !entry.done {
                break;
            }
            self.entries.pop_front();
            self.head_seq += 1;
        }
        None
    }
}
