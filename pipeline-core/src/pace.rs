//! Being a good neighbour: when a loop that is never kept waiting gives its thread back.

use std::future::poll_fn;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// How long a worker may go on before it yields.
const SLICE: Duration = Duration::from_micros(500);
/// How many calls it may make before it yields.
const CALLS: u32 = 128;
/// Calls that took less than this on average let the clock be read less often.
const QUICK: Duration = Duration::from_micros(1);
/// The most calls between two looks at the clock.
const STRIDE: u32 = 16;

/// Counts calls and time, and yields after 0.5 ms or 128 calls.
///
/// kanal takes no part in tokio's budget, so a worker behind a full buffer would never give way. Reading the clock costs
/// more than a fused call, so while calls are quick it is read at every 16th of them only.
#[derive(Debug)]
pub(crate) struct Pace {
    calls: u32,
    look_at: u32,
    stride: u32,
    looked: Instant,
    since: Instant,
}

impl Pace {
    pub(crate) fn new() -> Self {
        let now = Instant::now();
        Self { calls: 0, look_at: 1, stride: 1, looked: now, since: now }
    }

    /// Counts a call; true when it is time to yield.
    #[inline]
    fn due(&mut self) -> bool {
        self.calls += 1;
        self.calls >= self.look_at && self.look()
    }

    fn look(&mut self) -> bool {
        let now = Instant::now();
        let quick = now.duration_since(self.looked) < QUICK * self.stride;
        self.stride = if quick { (self.stride * 2).min(STRIDE) } else { 1 };
        self.looked = now;
        self.look_at = self.calls + self.stride;
        let due = self.calls >= CALLS || now.duration_since(self.since) >= SLICE;
        if due {
            self.calls = 0;
            self.look_at = self.stride;
            self.since = now;
        }
        due
    }

    /// Counts a call inside a poll: pending, with the task woken, when it is time to yield.
    #[inline]
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.due() {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(())
    }

    /// Counts a call inside a loop, and yields when it is time to.
    #[inline]
    pub(crate) async fn step(&mut self) {
        if self.due() {
            yield_now().await;
        }
    }
}

/// Lets every other task that is ready run first. Works on any executor.
pub(crate) async fn yield_now() {
    let mut yielded = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
