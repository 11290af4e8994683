//! The order of an `.ordered()` stage: which worker receives, whose turn it is to send, and what waits for
//! its turn.
//!
//! Items get numbers as they are received. The worker with the lowest number that is not done has its turn:
//! it takes the way out and sends straight on. The others put results into their slot of the window and go on
//! to the next item. A worker that ends its turn sends what waits in the slots behind it. Whoever must wait
//! is woken for a reason, and alone.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard};
use std::task::{Poll, Waker, ready};

use futures::stream::BoxStream;

use super::leader::LeaderFollowers;
use crate::engine::lock::lock;
use crate::engine::port::Outlet;

pub(crate) struct ReorderBuffer<In, U> {
    state: Mutex<Inner<In, U>>,
    /// Results that may wait in slots.
    window: usize,
    /// The furthest an item may be ahead of the first that is not done.
    max_ahead: u64,
}

struct Inner<In, U> {
    input: LeaderFollowers<In>,
    /// The number of the next item, and that of the first slot.
    next_seq: u64,
    head_seq: u64,
    slots: VecDeque<Entry<U>>,
    /// Results in all slots.
    buffered: usize,
    /// Workers with a result for which the window has no room.
    blocked: usize,
    /// The way out, unless a worker has it.
    outlet: Option<BoxOutlet<U>>,
}

struct Entry<U> {
    /// The first result; most items have one.
    first: Option<U>,
    others: VecDeque<U>,
    done: bool,
    /// The slot's worker, where it is stuck.
    worker: Option<Waker>,
}

/// The way out; it is handed from worker to worker.
pub(crate) type BoxOutlet<U> = Box<Outlet<U>>;

/// Where a result may go.
pub(crate) enum Placement<U> {
    /// Straight on, before all others.
    Direct(BoxOutlet<U>, U),
    Buffered,
}

impl<In, U> ReorderBuffer<In, U> {
    pub(crate) fn new(
        input: BoxStream<'static, In>,
        outlet: Outlet<U>,
        workers: usize,
        window: usize,
    ) -> Self {
        let state = Inner {
            input: LeaderFollowers::new(input),
            next_seq: 0,
            head_seq: 0,
            slots: VecDeque::new(),
            buffered: 0,
            blocked: 0,
            outlet: Some(Box::new(outlet)),
        };
        Self { state: Mutex::new(state), window, max_ahead: (workers + window) as u64 }
    }

    /// Puts another worker at the input, if there may be another item and nobody waits for it.
    pub(crate) fn promote_next(&self) {
        lock(&self.state).promote_next(self.max_ahead);
    }

    /// The next item of the input and its number, once the window has room for it. `relieved` tells whether
    /// another worker is put at the input at once.
    pub(crate) async fn receive(&self, relieved: bool) -> Option<(u64, In)> {
        let mut ticket = None;
        poll_fn(|cx| {
            let state = &mut *lock(&self.state);
            let item = ready!(state.input.poll_next(
                cx,
                &mut ticket,
                state.next_seq - state.head_seq < self.max_ahead
            ));
            Poll::Ready(item.map(|item| {
                state.slots.push_back(Entry {
                    first: None,
                    others: VecDeque::new(),
                    done: false,
                    worker: None,
                });
                state.next_seq += 1;
                if relieved {
                    state.promote_next(self.max_ahead);
                }
                (state.next_seq - 1, item)
            }))
        })
        .await
    }

    /// Finds a place for a result of item `seq`; waits while there is none.
    pub(crate) async fn place(&self, seq: u64, result: U) -> Placement<U> {
        let mut result = Some(result);
        let mut stuck = false;
        poll_fn(|cx| {
            let state = &mut *lock(&self.state);
            state.blocked -= usize::from(std::mem::take(&mut stuck));
            let ours = (seq - state.head_seq) as usize;
            let slot = &mut state.slots[ours];
            slot.worker = None;
            if ours == 0
                && let Some(outlet) = state.outlet.take()
            {
                // It may have been woken for room in the window, which is for another then.
                if state.buffered < self.window
                    && let Some(worker) = state.stuck_worker()
                {
                    worker.wake();
                }
                return Poll::Ready(result.take().map(|result| Placement::Direct(outlet, result)));
            }
            if state.buffered < self.window {
                match &slot.first {
                    None => slot.first = result.take(),
                    Some(_) => slot.others.extend(result.take()),
                }
                state.buffered += 1;
                return Poll::Ready(Some(Placement::Buffered));
            }
            slot.worker = Some(cx.waker().clone());
            state.blocked += 1;
            stuck = true;
            Poll::Pending
        })
        .await
        .expect("a result finds one place")
    }

    /// Ends item `seq`. If that hands the turn on, gives what waits next, with the way out to send it.
    pub(crate) fn finish(&self, seq: u64, outlet: Option<BoxOutlet<U>>) -> Option<(BoxOutlet<U>, U)> {
        let mut state = lock(&self.state);
        let ours = (seq - state.head_seq) as usize;
        state.slots[ours].done = true;
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
        let (next, woken) = match result {
            Some(result) => (Some((outlet, result)), state.stuck_worker()),
            None => {
                state.outlet = Some(outlet);
                (None, state.slots.front_mut().and_then(|slot| slot.worker.take()))
            }
        };
        drop(guard);
        if let Some(worker) = woken {
            worker.wake();
        }
        next
    }
}

impl<In, U> Inner<In, U> {
    fn promote_next(&mut self, reach: u64) {
        if self.next_seq - self.head_seq < reach {
            self.input.promote();
        }
    }

    /// For whom room in the window is best: the worker whose result is needed first.
    fn stuck_worker(&mut self) -> Option<Waker> {
        if self.blocked == 0 {
            return None;
        }
        self.slots.iter_mut().find_map(|slot| slot.worker.take())
    }

    fn pop_first(&mut self) -> Option<U> {
        while let Some(slot) = self.slots.front_mut() {
            if let Some(result) = slot.first.take() {
                slot.first = slot.others.pop_front();
                self.buffered -= 1;
                return Some(result);
            }
            if !slot.done {
                break;
            }
            self.slots.pop_front();
            self.head_seq += 1;
        }
        None
    }
}
