//! What is counted of the edge behind a stage.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering, fence};

use super::clock::Start;
use super::count::Counter;
use super::trace::EdgeTrace;

/// How often both counts of an edge are read, until none has changed meanwhile.
const TRIES: usize = 4;

/// Items that have gone into an edge, and that were taken out of it.
///
/// A stage may have several edges behind it, where its items are kept or changed on their way out. The first
/// part of it that asks counts what is sent, the first that asks what is received.
#[derive(Debug)]
pub(crate) struct EdgeMeter {
    sent: Padded,
    received: Padded,
    high_water: Counter,
    /// How many items may wait in it, beside those in the hands of senders; none without a bound.
    pub(crate) capacity: Option<u64>,
    sent_claimed: AtomicBool,
    received_claimed: AtomicBool,
    start: Arc<Start>,
    pub(super) trace: EdgeTrace,
}

/// On a cache line of its own: the two ends of an edge count on different processors.
#[derive(Debug, Default)]
#[repr(align(128))]
struct Padded(Counter);

impl EdgeMeter {
    pub(crate) fn new(capacity: Option<u64>, start: Arc<Start>) -> Self {
        Self {
            sent: Padded::default(),
            received: Padded::default(),
            high_water: Counter::default(),
            capacity,
            sent_claimed: AtomicBool::new(false),
            received_claimed: AtomicBool::new(false),
            start,
            trace: EdgeTrace::default(),
        }
    }

    /// What counts the items that are sent; for the first who asks.
    pub(crate) fn claim_sent(&self) -> bool {
        !self.sent_claimed.swap(true, Ordering::Relaxed)
    }

    /// What counts the items that are received; for the first who asks.
    pub(crate) fn claim_received(&self) -> bool {
        !self.received_claimed.swap(true, Ordering::Relaxed)
    }

    #[inline]
    pub(crate) fn sent(&self) -> &Counter {
        &self.sent.0
    }

    #[inline]
    pub(crate) fn received(&self) -> &Counter {
        &self.received.0
    }

    /// Counts an item that is sent, beside others that may send.
    pub(crate) fn note_sent(&self) {
        self.sent().add(1);
        self.note_waiting();
        self.note_moved();
    }

    /// Notes that an item moves, for a run that tells when it stands still.
    #[inline]
    pub(crate) fn note_moved(&self) {
        self.start.note_moved();
    }

    /// Notes how many wait.
    #[inline]
    pub(crate) fn note_waiting(&self) {
        if self.trace.is_on() {
            self.trace.sample(|| self.waiting_and_most());
        } else {
            self.waiting_and_most();
        }
    }

    /// The same, after an item was taken out: fewer wait now, which only a trace wants to know.
    #[inline]
    pub(crate) fn note_fewer(&self) {
        if self.trace.is_on() {
            self.note_waiting();
        }
    }

    /// How many wait, which may be the most that ever did.
    fn waiting_and_most(&self) -> u64 {
        let waiting = self.waiting();
        self.high_water.raise(waiting);
        waiting
    }

    /// Items that wait, those in the hands of senders among them. Never too many: what goes in and out
    /// between two looks, while this thread does not run, is not taken for what waits.
    pub(crate) fn waiting(&self) -> u64 {
        let mut received = self.received().get();
        let mut waiting = 0;
        for _ in 0..TRIES {
            fence(Ordering::Acquire);
            let sent = self.sent().get();
            fence(Ordering::Acquire);
            let before = std::mem::replace(&mut received, self.received().get());
            waiting = sent.saturating_sub(received);
            if before == received {
                break;
            }
        }
        waiting
    }

    pub(crate) fn high_water(&self) -> u64 {
        self.high_water.get()
    }
}
