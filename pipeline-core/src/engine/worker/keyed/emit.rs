//! Where what a worker of a keyed stage makes goes.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::engine::call::Emit;
use crate::engine::channel::{Closed, mpmc};
use crate::engine::coop::{CallLatency, OutputBudget};
use crate::engine::dropped::InHand;
use crate::plan::Capacity;

/// Sends results as they come.
pub(super) struct KeyedEmit<'a, U> {
    tx: &'a mpmc::Sender<U>,
    pub(super) budget: OutputBudget,
    pub(super) latency: CallLatency,
    held: Option<(U, InHand)>,
    /// Whether it waits for room, and not for the user's function; for who asks.
    sending: &'a AtomicBool,
}

impl<'a, U> KeyedEmit<'a, U> {
    /// For a worker that reads an edge of capacity `behind`, and reports in `sending` whether it waits for
    /// room.
    pub(super) fn new(tx: &'a mpmc::Sender<U>, behind: Capacity, sending: &'a AtomicBool) -> Self {
        Self { tx, budget: OutputBudget::new(), latency: CallLatency::new(behind), held: None, sending }
    }

    /// Gives the thread away before a call, where it is time.
    pub(super) async fn yield_before_call(&mut self) {
        if self.latency.charge_before_call(&mut self.budget.budget) {
            self.budget.yield_if_exhausted().await;
        }
    }

    /// Notes that the call for another item is made.
    pub(super) fn call_started(&mut self) {
        self.budget.next_item();
        self.latency.call_started();
    }
}

impl<U: Send> Emit<U> for KeyedEmit<'_, U> {
    #[inline]
    fn emit(&mut self, item: U) -> ControlFlow<()> {
        self.latency.call_returned();
        self.held = Some((item, InHand::new()));
        ControlFlow::Break(())
    }

    #[inline]
    async fn ready(&mut self) -> Result<(), Closed> {
        if self.budget.charge_output() {
            self.budget.yield_if_exhausted().await;
        }
        match self.held.take() {
            Some((item, in_hand)) => {
                in_hand.done();
                self.sending.store(true, Ordering::Relaxed);
                let sent = self.tx.send(item).await;
                self.sending.store(false, Ordering::Relaxed);
                sent
            }
            None => Ok(()),
        }
    }
}
