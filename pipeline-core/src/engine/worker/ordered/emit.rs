//! One item's turn in an `.ordered()` stage: where its results go, and what its worker must send when it is
//! done.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Context;

use super::reorder_buffer::{BoxOutlet, Placement, ReorderBuffer};
use crate::engine::call::Emit;
use crate::engine::channel::Closed;
use crate::engine::coop::{Budget, CallLatency};

/// Whether a worker waits for room, and not for the user's function.
#[derive(Default)]
pub(crate) struct SendProgress {
    sends: AtomicUsize,
    under_way: AtomicBool,
}

impl SendProgress {
    fn begins(&self) {
        self.sends.fetch_add(1, Ordering::Relaxed);
        self.under_way.store(true, Ordering::Relaxed);
    }

    fn ends(&self) {
        self.under_way.store(false, Ordering::Relaxed);
    }

    /// Whether it is time for another worker to receive. A send that has just begun gets one more turn of the
    /// scheduler: as a rule it is over by then, and this worker goes on.
    pub(crate) fn should_promote(&self, waited: &mut usize, cx: &Context<'_>) -> bool {
        let sends = self.sends.load(Ordering::Relaxed);
        let should_promote =
            !self.under_way.load(Ordering::Relaxed) || std::mem::replace(waited, sends) == sends;
        if !should_promote {
            cx.waker().wake_by_ref();
        }
        should_promote
    }
}

/// One item's place in the order.
pub(crate) struct OrderedEmit<'a, In, U> {
    seq: u64,
    order: &'a ReorderBuffer<In, U>,
    sending: &'a SendProgress,
    latency: &'a mut CallLatency,
    budget: &'a mut Budget,
    /// Whether nothing has come out of the item yet: its call is counted, and what else comes out of it is
    /// counted here.
    first: bool,
    /// The way out, once it is this item's turn.
    outlet: Option<BoxOutlet<U>>,
    held: Option<U>,
}

impl<'a, In: Send, U: Send + 'static> OrderedEmit<'a, In, U> {
    pub(crate) fn new(
        seq: u64,
        order: &'a ReorderBuffer<In, U>,
        sending: &'a SendProgress,
        latency: &'a mut CallLatency,
        budget: &'a mut Budget,
    ) -> Self {
        Self { seq, order, sending, latency, budget, first: true, outlet: None, held: None }
    }

    /// Ends the turn. If it was the first, sends what waits behind it, up to the first item that is not done.
    pub(crate) async fn finish(self) -> Result<(), Closed> {
        self.latency.call_returned();
        let mut waiting = self.order.finish(self.seq, self.outlet);
        while let Some((mut outlet, result)) = waiting {
            self.sending.begins();
            outlet.send(result).await?;
            waiting = self.order.next_waiting(outlet);
        }
        self.sending.ends();
        Ok(())
    }

    async fn send(&mut self, item: U) -> Result<(), Closed> {
        if let Some(outlet) = &mut self.outlet {
            return outlet.send(item).await;
        }
        match self.order.place(self.seq, item).await {
            Placement::Buffered => Ok(()),
            Placement::Direct(mut outlet, item) => {
                let sent = outlet.send(item).await;
                self.outlet = Some(outlet);
                sent
            }
        }
    }
}

impl<In: Send, U: Send + 'static> Emit<U> for OrderedEmit<'_, In, U> {
    #[inline]
    fn emit(&mut self, item: U) -> ControlFlow<()> {
        self.latency.call_returned();
        self.sending.begins();
        self.held = Some(item);
        ControlFlow::Break(())
    }

    async fn ready(&mut self) -> Result<(), Closed> {
        if !std::mem::take(&mut self.first) && self.budget.charge() {
            // Giving way is no wait for room.
            self.sending.ends();
            self.budget.yield_if_exhausted().await;
            self.sending.begins();
        }
        if let Some(item) = self.held.take() {
            self.send(item).await?;
        }
        self.sending.ends();
        Ok(())
    }
}
