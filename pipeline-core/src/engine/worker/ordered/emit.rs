//! Where the results of one item of an `.ordered()` stage go, and what its worker must send when it is done.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Context;

use super::reorder_buffer::{BoxOutlet, Placement, ReorderBuffer};
use crate::engine::call::Emit;
use crate::engine::channel::Closed;
use crate::engine::coop::{CallLatency, OutputBudget};
use crate::engine::dropped::InHand;

/// Whether a worker waits for room, and not for the user's function.
///
/// Only the worker's own task touches it. It is atomic because a `&` of it is held across an `.await`, and
/// the future must be `Send`.
#[derive(Default)]
pub(crate) struct SendProgress {
    sends: AtomicUsize,
    under_way: AtomicBool,
    /// The count at which it was asked last.
    waited: AtomicUsize,
}

impl SendProgress {
    fn begins(&self) {
        self.sends.fetch_add(1, Ordering::Relaxed);
        self.under_way.store(true, Ordering::Relaxed);
    }

    fn ends(&self) {
        self.under_way.store(false, Ordering::Relaxed);
    }

    /// Whether a send is under way.
    pub(crate) fn is_under_way(&self) -> bool {
        self.under_way.load(Ordering::Relaxed)
    }

    /// Asked when the worker is pending: whether another is to receive in its place.
    ///
    /// A send that has just begun gets one more turn of the scheduler, for which this wakes the task: as a
    /// rule it is over by then, and this worker goes on.
    pub(crate) fn should_promote(&self, cx: &Context<'_>) -> bool {
        if !self.is_under_way() {
            return true;
        }
        let sends = self.sends.load(Ordering::Relaxed);
        let lasts = self.waited.swap(sends, Ordering::Relaxed) == sends;
        if !lasts {
            cx.waker().wake_by_ref();
        }
        lasts
    }
}

/// One item's place in the order.
pub(crate) struct OrderedEmit<'a, In, U> {
    seq: u64,
    order: &'a ReorderBuffer<In, U>,
    sending: &'a SendProgress,
    latency: &'a mut CallLatency,
    budget: &'a mut OutputBudget,
    /// The outlet, once this item is next in line.
    outlet: Option<BoxOutlet<U>>,
    held: Option<(U, InHand)>,
}

impl<'a, In: Send, U: Send + 'static> OrderedEmit<'a, In, U> {
    pub(crate) fn new(
        seq: u64,
        order: &'a ReorderBuffer<In, U>,
        sending: &'a SendProgress,
        latency: &'a mut CallLatency,
        budget: &'a mut OutputBudget,
    ) -> Self {
        budget.next_item();
        Self { seq, order, sending, latency, budget, outlet: None, held: None }
    }

    /// Ends the turn. If it was the first, sends what waits behind it, up to the first item that is not done.
    pub(crate) async fn finish(&mut self) -> Result<(), Closed> {
        self.latency.call_returned();
        let mut waiting = self.order.finish(self.seq, self.outlet.take());
        while let Some((mut outlet, result)) = waiting {
            self.sending.begins();
            self.order.note_sent();
            outlet.send(result).await?;
            waiting = self.order.next_waiting(outlet);
        }
        self.sending.ends();
        Ok(())
    }

    async fn send(&mut self, item: U) -> Result<(), Closed> {
        if let Some(outlet) = &mut self.outlet {
            self.order.note_sent();
            return outlet.send(item).await;
        }
        let in_hand = InHand::new();
        let placed = self.order.place(self.seq, item).await;
        in_hand.done();
        match placed {
            Placement::Buffered => Ok(()),
            Placement::Direct(mut outlet, item) => {
                self.order.note_sent();
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
        self.held = Some((item, InHand::new()));
        ControlFlow::Break(())
    }

    async fn ready(&mut self) -> Result<(), Closed> {
        if self.budget.charge_output() {
            // Giving way is no wait for room.
            self.sending.ends();
            self.budget.yield_if_exhausted().await;
            self.sending.begins();
        }
        if let Some((item, in_hand)) = self.held.take() {
            in_hand.done();
            self.send(item).await?;
        }
        self.sending.ends();
        Ok(())
    }
}
