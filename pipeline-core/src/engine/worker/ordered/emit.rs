//! One item's turn in an `.ordered()` stage: where its results go, and what its worker must send when it is done.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Context;

use super::reorder_buffer::{Order, Place, Way};
use crate::engine::call::Outlet;
use crate::engine::channel::Closed;
use crate::engine::coop::{Pace, Tempo};

/// Whether a worker waits for room, and not for the user's function.
#[derive(Default)]
pub(crate) struct Sending {
    sends: AtomicUsize,
    under_way: AtomicBool,
}

impl Sending {
    fn begins(&self) {
        self.sends.fetch_add(1, Ordering::Relaxed);
        self.under_way.store(true, Ordering::Relaxed);
    }

    fn ends(&self) {
        self.under_way.store(false, Ordering::Relaxed);
    }

    /// Whether it is time for another worker to receive. A send that has just begun gets one more turn of the scheduler: as a rule
    /// it is over by then, and this worker goes on.
    pub(crate) fn lasts(&self, waited: &mut usize, cx: &Context<'_>) -> bool {
        let sends = self.sends.load(Ordering::Relaxed);
        let lasts = !self.under_way.load(Ordering::Relaxed) || std::mem::replace(waited, sends) == sends;
        if !lasts {
            cx.waker().wake_by_ref();
        }
        lasts
    }
}

/// One item's place in the order.
pub(crate) struct Turn<'a, In, U> {
    number: u64,
    order: &'a Order<In, U>,
    sending: &'a Sending,
    tempo: &'a mut Tempo,
    pace: &'a mut Pace,
    /// Whether nothing has come out of the item yet: its call is counted, and what else comes out of it is counted here.
    first: bool,
    /// The way out, once it is this item's turn.
    exit: Option<Way<U>>,
    held: Option<U>,
}

impl<'a, In: Send, U: Send + 'static> Turn<'a, In, U> {
    pub(crate) fn new(
        number: u64,
        order: &'a Order<In, U>,
        sending: &'a Sending,
        tempo: &'a mut Tempo,
        pace: &'a mut Pace,
    ) -> Self {
        Self { number, order, sending, tempo, pace, first: true, exit: None, held: None }
    }

    /// Ends the turn. If it was the first, sends what waits behind it, up to the first item that is not done.
    pub(crate) async fn finish(self) -> Result<(), Closed> {
        self.tempo.returned();
        let mut waiting = self.order.finish(self.number, self.exit);
        while let Some((mut exit, result)) = waiting {
            self.sending.begins();
            exit.send(result).await?;
            waiting = self.order.next_waiting(exit);
        }
        self.sending.ends();
        Ok(())
    }

    async fn send(&mut self, item: U) -> Result<(), Closed> {
        if let Some(exit) = &mut self.exit {
            return exit.send(item).await;
        }
        match self.order.place(self.number, item).await {
            Place::Window => Ok(()),
            Place::Out(mut exit, item) => {
                let sent = exit.send(item).await;
                self.exit = Some(exit);
                sent
            }
        }
    }
}

impl<In: Send, U: Send + 'static> Outlet<U> for Turn<'_, In, U> {
    #[inline]
    fn put(&mut self, item: U) -> ControlFlow<()> {
        self.tempo.returned();
        self.sending.begins();
        self.held = Some(item);
        ControlFlow::Break(())
    }

    async fn settled(&mut self) -> Result<(), Closed> {
        if !std::mem::take(&mut self.first) && self.pace.due() {
            // Giving way is no wait for room.
            self.sending.ends();
            self.pace.give_way().await;
            self.sending.begins();
        }
        if let Some(item) = self.held.take() {
            self.send(item).await?;
        }
        self.sending.ends();
        Ok(())
    }
}
