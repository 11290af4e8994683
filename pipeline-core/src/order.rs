//! `.ordered()`: several workers, the order of one.
//!
//! Items get numbers as they are received. The worker with the lowest number that is not done has its turn and sends straight
//! on; the others put results into their slot of the window and go on to the next item. A worker that ends its turn sends
//! what waits in the slots behind it.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Mutex;

use tokio::sync::{Mutex as Turnstile, Notify};

use crate::edge::{Closed, Tx};
use crate::feed::Intake;
use crate::pace::Pace;
use crate::scope::lock;
use crate::work::Outlet;

pub(crate) struct Order<U> {
    /// The number of the next item. Held while receiving, so that numbers follow the order of the input.
    next: Turnstile<u64>,
    slots: Mutex<Slots<U>>,
    /// Told when a slot is gone or a result has left one.
    moved: Notify,
    /// Results that may wait in slots.
    window: usize,
    /// The furthest an item may be ahead of the first that is not done.
    reach: u64,
}

struct Slots<U> {
    /// The number of the first slot.
    first: u64,
    slots: VecDeque<Slot<U>>,
    /// Results in all slots.
    waiting: usize,
    /// Whether a worker sends what waits in the first slot; its own worker must not overtake it.
    handing_on: bool,
}

struct Slot<U> {
    results: VecDeque<U>,
    done: bool,
}

/// One item's place in the order.
pub(crate) struct Turn<'a, U> {
    number: u64,
    order: &'a Order<U>,
    tx: &'a Tx<U>,
    pace: &'a mut Pace,
    held: Option<U>,
}

impl<U: Send> Order<U> {
    pub(crate) fn new(workers: usize, window: usize) -> Self {
        let slots = Slots { first: 0, slots: VecDeque::new(), waiting: 0, handing_on: false };
        Self {
            next: Turnstile::new(0),
            slots: Mutex::new(slots),
            moved: Notify::new(),
            window,
            reach: (workers + window) as u64,
        }
    }

    /// The next item of the input and its turn, once the window has room for it.
    pub(crate) async fn next<'a, In>(
        &'a self,
        input: &Intake<In>,
        tx: &'a Tx<U>,
        pace: &'a mut Pace,
    ) -> Option<(Turn<'a, U>, In)> {
        let mut next = self.next.lock().await;
        self.until(|slots| (*next - slots.first < self.reach).then_some(())).await;
        let item = input.next().await?;
        let number = *next;
        *next += 1;
        lock(&self.slots).slots.push_back(Slot { results: VecDeque::new(), done: false });
        Some((Turn { number, order: self, tx, pace, held: None }, item))
    }

    /// Waits until `ready` gives something, looking again whenever the slots have moved.
    async fn until<R>(&self, mut ready: impl FnMut(&mut Slots<U>) -> Option<R>) -> R {
        loop {
            if let Some(result) = ready(&mut lock(&self.slots)) {
                return result;
            }
            let mut moved = std::pin::pin!(self.moved.notified());
            moved.as_mut().enable();
            if let Some(result) = ready(&mut lock(&self.slots)) {
                return result;
            }
            moved.await;
        }
    }
}

impl<U: Send> Turn<'_, U> {
    /// Ends the turn. If it was the first, sends what waits behind it, up to the first item that is not done.
    pub(crate) async fn finish(self) -> Result<(), Closed> {
        let order = self.order;
        {
            let mut slots = lock(&order.slots);
            let ours = (self.number - slots.first) as usize;
            slots.slots[ours].done = true;
            if ours > 0 || slots.handing_on {
                return Ok(());
            }
            slots.handing_on = true;
        }
        while let Some(result) = self.next_waiting() {
            if let Some(result) = result {
                self.tx.send(result).await?;
            }
            order.moved.notify_waiters();
        }
        order.moved.notify_waiters();
        Ok(())
    }

    /// A result of the first slot, or nothing where a slot that was done went away; the end where the first slot's own
    /// worker is to go on.
    fn next_waiting(&self) -> Option<Option<U>> {
        let mut slots = lock(&self.order.slots);
        let slots = &mut *slots;
        if let Some(slot) = slots.slots.front_mut() {
            if let Some(result) = slot.results.pop_front() {
                slots.waiting -= 1;
                return Some(Some(result));
            }
            if slot.done {
                slots.slots.pop_front();
                slots.first += 1;
                return Some(None);
            }
        }
        slots.handing_on = false;
        None
    }
}

impl<U: Send> Outlet<U> for Turn<'_, U> {
    fn put(&mut self, item: U) -> ControlFlow<()> {
        self.held = Some(item);
        ControlFlow::Break(())
    }

    async fn settled(&mut self) -> Result<(), Closed> {
        let mut item = self.held.take();
        let straight = self.order.until(|slots| {
            let ours = (self.number - slots.first) as usize;
            if ours == 0 && !slots.handing_on {
                return Some(item.take());
            }
            if slots.waiting < self.order.window {
                slots.waiting += 1;
                slots.slots[ours].results.extend(item.take());
                return Some(None);
            }
            None
        });
        if let Some(item) = straight.await {
            self.tx.send(item).await?;
        }
        self.pace.step().await;
        Ok(())
    }
}
