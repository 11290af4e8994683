//! The items that came back and wait for a call, and when that ends.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use crate::engine::containment::{Contained, drop_contained};
use crate::engine::coop::Budget;
use crate::engine::dropped::note_dropped;
use crate::engine::lock::lock;
use crate::engine::port::InletReader;
use crate::engine::supervision::{GateState, Pass, Scope};
use crate::meter::StageMeter;
use crate::plan::Capacity;

/// How many items come back under one lock.
const LOT: usize = 1_024;

/// What the workers share with the task that lets new input in.
pub(super) struct Frontier<In> {
    state: Mutex<Waiting<In>>,
    /// Told when a worker has something to look at.
    work: Arc<Notify>,
    /// Told when a worker has nothing to do.
    idle: Notify,
    limit: Capacity,
    /// Items that come back are let in like those of a source: not while the run is paused, and no more once
    /// it is stopped.
    pass: Pass,
    /// What is counted of the stage, where its run is watched.
    meter: Option<Arc<StageMeter>>,
}

/// The items, and who is at work on one.
struct Waiting<In> {
    /// Items of the input that a worker is waiting for.
    admitted: VecDeque<In>,
    /// Items that have come back.
    items: VecDeque<In>,
    /// Workers that wait for an item.
    idle: usize,
    /// Calls under way.
    running: usize,
    input_ended: bool,
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

impl<In> Waiting<In> {
    fn new() -> Self {
        Self { admitted: VecDeque::new(), items: VecDeque::new(), idle: 0, running: 0, input_ended: false }
    }

    /// Whether nothing more can come.
    fn is_over(&self) -> bool {
        self.input_ended && self.running == 0 && self.admitted.is_empty() && self.items.is_empty()
    }
}

impl<In> Drop for Waiting<In> {
    fn drop(&mut self) {
        note_dropped(self.admitted.len() + self.items.len());
    }
}

impl<In: Send + 'static> Frontier<In> {
    pub(super) fn new(scope: &Scope, limit: Capacity, meter: Option<Arc<StageMeter>>) -> Self {
        let work = Arc::<Notify>::default();
        let waiting = work.clone();
        // It knows who waits, and not the items: those must not outlive the run.
        let pass = scope.gate().pass(Some(Box::new(move |_| waiting.notify_waiters())));
        Self { state: Mutex::new(Waiting::new()), work, idle: Notify::new(), limit, pass, meter }
    }

    /// Lets an item of the input in whenever a worker is idle and nothing else waits.
    pub(super) async fn admit(&self, mut input: InletReader<In>) {
        loop {
            loop {
                let idle = self.idle.notified();
                let wanted = {
                    let state = lock(&self.state);
                    state.idle > state.items.len() + state.admitted.len()
                };
                if wanted {
                    break;
                }
                idle.await;
            }
            match input.next().await {
                Some(item) => {
                    lock(&self.state).admitted.push_back(item);
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
        let gate = self.pass.state();
        let mut state = lock(&self.state);
        let refused = (gate >= GateState::Stopped).then(|| std::mem::take(&mut state.items));
        let returned = if gate == GateState::Open { state.items.pop_front() } else { None };
        let task = match returned.or_else(|| state.admitted.pop_front()) {
            Some(item) => Next::Run(item),
            None if state.is_over() => Next::Leave,
            None => Next::Wait,
        };
        let waits = matches!(task, Next::Wait);
        match (std::mem::replace(idle, waits), waits) {
            (false, true) => state.idle += 1,
            (true, false) => state.idle -= 1,
            _ => {}
        }
        state.running += usize::from(matches!(task, Next::Run(_)));
        self.note(&state);
        drop(state);
        drop_contained(refused);
        task
    }

    /// Tells the meter how many items wait to be expanded.
    fn note(&self, state: &Waiting<In>) {
        if let Some(meter) = &self.meter {
            meter.held.set(state.items.len());
        }
    }

    /// Takes back what a call gave, a lot at a time. The number of items that may wait, if more do.
    pub(super) async fn finish(&self, more: Vec<In>, budget: &mut Budget) -> Result<(), usize> {
        let mut more = Contained::new(more.into_iter());
        if self.pass.state() >= GateState::Stopped {
            more = Contained::new(Vec::new().into_iter());
        }
        loop {
            let last = more.len() <= LOT;
            let (waiting, wanted, over) = {
                let mut state = lock(&self.state);
                state.running -= usize::from(last);
                state.items.extend(more.by_ref().take(LOT));
                self.note(&state);
                (state.items.len(), state.items.len().min(state.idle), state.is_over())
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
