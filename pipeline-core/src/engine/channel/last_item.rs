//! The last item of an edge that several tasks send into: a sender that hands it over must not go on to
//! another call.
//!
//! A reader that will leave after its next item says so before it asks for it
//! ([`LastItem::next_may_be_last`]). From then on a send that is through waits until the reader has left, or
//! has come back: that it was told again, or that it found the edge empty, so that everything sent before was
//! taken and was not the last. The look and its outcome are one step under the lock. A sender that comes
//! later than that has either handed over to the reader that waits, or is late: it wakes the reader, whose
//! next look tells which.
//!
//! Nothing is paid before the last item but a look at a flag: kanal's lock is taken by the reader after it
//! has set it, and by the sender before it reads it.

use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};

use super::closed::Closed;
use super::forwarding_waker::ForwardingWaker;
use crate::engine::lock::lock;

/// What a reader and its senders share.
#[derive(Default)]
pub(crate) struct LastItem {
    /// Whether the reader was told at all.
    on: AtomicBool,
    state: Mutex<State>,
    pub(super) reader: Arc<ForwardingWaker>,
}

/// Whether the reader has said so, and who waits for it.
#[derive(Default)]
struct State {
    reading: Reading,
    /// Counts how often those that waited were let go.
    round: u64,
    waiting: Vec<Waker>,
}

/// What the reader does.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// It has not asked since it was told: what it has taken was not the last.
    #[default]
    Told,
    /// It has asked for an item, and perhaps has it.
    Asked,
    Gone,
}

impl LastItem {
    #[inline]
    pub(super) fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    /// The reader may leave after its next item; what it has taken before was not the last.
    pub(super) fn next_may_be_last(&self) {
        self.on.store(true, Ordering::Relaxed);
        self.let_go(Reading::Told);
    }

    /// The reader has left.
    pub(super) fn gone(&self) {
        self.let_go(Reading::Gone);
    }

    fn let_go(&self, reading: Reading) {
        let mut state = lock(&self.state);
        state.reading = reading;
        let waiting = state.next_round();
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Asks the edge for an item by `ask`, and lets those go on who have sent before if there is none.
    pub(super) fn ask<T>(&self, ask: impl FnOnce() -> Poll<T>) -> Poll<T> {
        let mut state = lock(&self.state);
        state.reading = Reading::Asked;
        let asked = ask();
        if asked.is_pending() {
            let waiting = state.next_round();
            drop(state);
            waiting.into_iter().for_each(Waker::wake);
        }
        asked
    }

    /// Waits until the reader has done with what was sent.
    #[cold]
    pub(super) async fn settled(&self) -> Result<(), Closed> {
        let mut since = None;
        poll_fn(|cx| {
            let mut state = lock(&self.state);
            let round = *since.get_or_insert(state.round);
            match state.reading {
                Reading::Gone => return Poll::Ready(Err(Closed)),
                Reading::Told => return Poll::Ready(Ok(())),
                Reading::Asked if round != state.round => return Poll::Ready(Ok(())),
                Reading::Asked => {}
            }
            state.waiting.push(cx.waker().clone());
            drop(state);
            self.reader.0.wake();
            Poll::Pending
        })
        .await
    }
}

impl State {
    fn next_round(&mut self) -> Vec<Waker> {
        self.round += 1;
        std::mem::take(&mut self.waiting)
    }
}
