//! The order of an `.ordered()` stage: which worker receives, whose turn it is to send, and what waits for its turn.
//!
//! Items get numbers as they are received. The worker with the lowest number that is not done has its turn: it takes the way
//! out and sends straight on. The others put results into their slot of the window and go on to the next item. A worker that
//! ends its turn sends what waits in the slots behind it. Whoever must wait is woken for a reason, and alone.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard};
use std::task::{Poll, Waker, ready};

use futures::stream::BoxStream;

use super::leader::Desk;
use crate::engine::lock;
use crate::engine::port::Exit;

pub(crate) struct Order<In, U> {
    state: Mutex<State<In, U>>,
    /// Results that may wait in slots.
    window: usize,
    /// The furthest an item may be ahead of the first that is not done.
    reach: u64,
}

struct State<In, U> {
    input: Desk<In>,
    /// The number of the next item, and that of the first slot.
    next: u64,
    first: u64,
    slots: VecDeque<Slot<U>>,
    /// Results in all slots.
    waiting: usize,
    /// Workers with a result for which the window has no room.
    stuck: usize,
    /// The way out, unless a worker has it.
    exit: Option<Way<U>>,
}

struct Slot<U> {
    /// The first result; most items have one.
    first: Option<U>,
    others: VecDeque<U>,
    done: bool,
    /// The slot's worker, where it is stuck.
    worker: Option<Waker>,
}

/// The way out; it is handed from worker to worker.
pub(crate) type Way<U> = Box<Exit<U>>;

/// Where a result may go.
pub(crate) enum Place<U> {
    /// Straight on, before all others.
    Out(Way<U>, U),
    Window,
}

impl<In, U> Order<In, U> {
    pub(crate) fn new(input: BoxStream<'static, In>, exit: Exit<U>, workers: usize, window: usize) -> Self {
        let state = State {
            input: Desk::new(input),
            next: 0,
            first: 0,
            slots: VecDeque::new(),
            waiting: 0,
            stuck: 0,
            exit: Some(Box::new(exit)),
        };
        Self { state: Mutex::new(state), window, reach: (workers + window) as u64 }
    }

    /// Puts another worker at the input, if there may be another item and nobody waits for it.
    pub(crate) fn relieve(&self) {
        lock(&self.state).relieve(self.reach);
    }

    /// The next item of the input and its number, once the window has room for it. `relieved` tells whether another worker is
    /// put at the input at once.
    pub(crate) async fn receive(&self, relieved: bool) -> Option<(u64, In)> {
        let mut ticket = None;
        poll_fn(|cx| {
            let state = &mut *lock(&self.state);
            let item = ready!(state.input.poll_next(cx, &mut ticket, state.next - state.first < self.reach));
            Poll::Ready(item.map(|item| {
                state.slots.push_back(Slot {
                    first: None,
                    others: VecDeque::new(),
                    done: false,
                    worker: None,
                });
                state.next += 1;
                if relieved {
                    state.relieve(self.reach);
                }
                (state.next - 1, item)
            }))
        })
        .await
    }

    /// Finds a place for a result of item `number`; waits while there is none.
    pub(crate) async fn place(&self, number: u64, result: U) -> Place<U> {
        let mut result = Some(result);
        let mut stuck = false;
        poll_fn(|cx| {
            let state = &mut *lock(&self.state);
            state.stuck -= usize::from(std::mem::take(&mut stuck));
            let ours = (number - state.first) as usize;
            let slot = &mut state.slots[ours];
            slot.worker = None;
            if ours == 0
                && let Some(exit) = state.exit.take()
            {
                // It may have been woken for room in the window, which is for another then.
                if state.waiting < self.window
                    && let Some(worker) = state.stuck_worker()
                {
                    worker.wake();
                }
                return Poll::Ready(result.take().map(|result| Place::Out(exit, result)));
            }
            if state.waiting < self.window {
                match &slot.first {
                    None => slot.first = result.take(),
                    Some(_) => slot.others.extend(result.take()),
                }
                state.waiting += 1;
                return Poll::Ready(Some(Place::Window));
            }
            slot.worker = Some(cx.waker().clone());
            state.stuck += 1;
            stuck = true;
            Poll::Pending
        })
        .await
        .expect("a result finds one place")
    }

    /// Ends item `number`. If that hands the turn on, gives what waits next, with the way out to send it.
    pub(crate) fn finish(&self, number: u64, exit: Option<Way<U>>) -> Option<(Way<U>, U)> {
        let mut state = lock(&self.state);
        let ours = (number - state.first) as usize;
        state.slots[ours].done = true;
        let exit = match exit {
            None if ours == 0 => state.exit.take(),
            exit => exit,
        };
        self.hand_on(state, exit?)
    }

    /// Gives what waits next; nothing where the worker whose turn it is now is to go on.
    pub(crate) fn next_waiting(&self, exit: Way<U>) -> Option<(Way<U>, U)> {
        self.hand_on(lock(&self.state), exit)
    }

    fn hand_on(&self, mut guard: MutexGuard<'_, State<In, U>>, exit: Way<U>) -> Option<(Way<U>, U)> {
        let state = &mut *guard;
        let result = state.pop_first();
        let (next, woken) = match result {
            Some(result) => (Some((exit, result)), state.stuck_worker()),
            None => {
                state.exit = Some(exit);
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

impl<In, U> State<In, U> {
    fn relieve(&mut self, reach: u64) {
        if self.next - self.first < reach {
            self.input.appoint();
        }
    }

    /// For whom room in the window is best: the worker whose result is needed first.
    fn stuck_worker(&mut self) -> Option<Waker> {
        if self.stuck == 0 {
            return None;
        }
        self.slots.iter_mut().find_map(|slot| slot.worker.take())
    }

    fn pop_first(&mut self) -> Option<U> {
        while let Some(slot) = self.slots.front_mut() {
            if let Some(result) = slot.first.take() {
                slot.first = slot.others.pop_front();
                self.waiting -= 1;
                return Some(result);
            }
            if !slot.done {
                break;
            }
            self.slots.pop_front();
            self.first += 1;
        }
        None
    }
}
