//! The items that came back and wait for a call, and when that ends.

use std::collections::VecDeque;
use std::sync::Mutex;

use tokio::sync::Notify;

use crate::engine::coop::Budget;
use crate::engine::lock::lock;
use crate::engine::port::InletReader;
use crate::plan::Capacity;

/// How many items come back under one lock.
const LOT: usize = 1_024;

/// What the workers share with the task that lets new input in.
pub(super) struct Frontier<In> {
    pub(super) state: Mutex<Waiting<In>>,
    /// Told when a worker has something to look at.
    pub(super) work: Notify,
    /// Told when a worker has nothing to do.
    pub(super) idle: Notify,
    pub(super) limit: Capacity,
}

/// The items, and who is at work on one.
pub(super) struct Waiting<In> {
    pub(super) items: VecDeque<In>,
    /// Workers that wait for an item.
    pub(super) idle: usize,
    /// Calls under way.
    pub(super) running: usize,
    pub(super) input_ended: bool,
}

/// What a worker is to do.
enum Next<In> {
    Run(In),
    Wait,
    Leave,
}

/// All that a call gave, however much that is: the thread is given away in between.
pub(crate) async fn gather<I: Iterator>(items: I) -> Vec<I::Item> {
    let at_least = items.size_hint().0.min(LOT);
    let (mut gathered, mut budget) = (Vec::with_capacity(at_least), Budget::new());
    for item in items {
        gathered.push(item);
        budget.consume().await;
    }
    gathered
}

impl<In: Send + 'static> Frontier<In> {
    /// Lets an item of the input in whenever a worker is idle and nothing else waits.
    pub(super) async fn admit(&self, mut input: InletReader<In>) {
        loop {
            loop {
                let idle = self.idle.notified();
                let wanted = {
                    let state = lock(&self.state);
                    state.idle > state.items.len()
                };
                if wanted {
                    break;
                }
                idle.await;
            }
            match input.next().await {
                Some(item) => {
                    lock(&self.state).items.push_back(item);
                    self.work.notify_one();
                }
                None => {
                    lock(&self.state).input_ended = true;
                    return self.work.notify_waiters();
                }
            }
        }
    }

    /// The next item, or nothing when no more can come.
    pub(super) async fn next(&self) -> Option<In> {
        let mut idle = false;
        loop {
            let mut work = std::pin::pin!(self.work.notified());
            work.as_mut().enable();
            match self.look(&mut idle) {
                Next::Run(item) => return Some(item),
                Next::Leave => return None,
                Next::Wait => self.idle.notify_one(),
            }
            work.await;
        }
    }

    fn look(&self, idle: &mut bool) -> Next<In> {
        let mut state = lock(&self.state);
        let task = match state.items.pop_front() {
            Some(item) => Next::Run(item),
            None if state.input_ended && state.running == 0 => Next::Leave,
            None => Next::Wait,
        };
        let waits = matches!(task, Next::Wait);
        match (std::mem::replace(idle, waits), waits) {
            (false, true) => state.idle += 1,
            (true, false) => state.idle -= 1,
            _ => {}
        }
        state.running += usize::from(matches!(task, Next::Run(_)));
        task
    }

    /// Takes back what a call gave, a lot at a time. The number of items that may wait, if more do.
    pub(super) async fn finish(&self, more: Vec<In>, budget: &mut Budget) -> Result<(), usize> {
        let mut more = more.into_iter();
        loop {
            let last = more.len() <= LOT;
            let (waiting, wanted, over) = {
                let mut state = lock(&self.state);
                state.running -= usize::from(last);
                state.items.extend(more.by_ref().take(LOT));
                let over = state.input_ended && state.running == 0 && state.items.is_empty();
                (state.items.len(), state.items.len().min(state.idle), over)
            };
            // Workers that are busy look again by themselves.
            (0..wanted).for_each(|_| self.work.notify_one());
            if over {
                self.work.notify_waiters();
            }
            match self.limit {
                Capacity::Items(limit) if waiting > limit => return Err(limit),
                _ if last => return Ok(()),
                _ => budget.consume().await,
            }
        }
    }
}
