//! The cooperative budget: when a loop that is never kept waiting gives its thread back.

use std::future::poll_fn;
use std::task::{Context, Poll};
use std::time::Instant;

use super::time_slice::TIME_SLICE;
use super::{clock, time_slice};

/// Calls that took less than this on average let the clock be read less often.
const QUICK: u64 = 1_000;

/// Calls that took longer than this on average may be those of a long chain, which are to be looked at one by
/// one.
const HEAVY: u64 = 20_000;

/// The most calls between two looks at the clock.
const STRIDE: u32 = 32;

/// Calls that took less than this on average do no more than a look at the clock costs.
const TRIVIAL: u64 = 50;

/// The most of those between two looks.
const TRIVIAL_STRIDE: u32 = 64;

/// How many calls a poll makes before the clock is read in it, unless the last were slow.
const UNTIMED: u32 = 4;

/// The most calls of a poll where time does not pass: as many as tokio's own budget has.
const UNDER_PAUSED_CLOCK: u32 = 128;

/// Counts calls, and yields after 0.5 ms of them.
///
/// Edges take no part in tokio's budget, so a worker behind a full buffer would never give way. Reading the
/// clock costs more than a fused call, so while calls are quick it is read at every 32nd of them only, and at
/// every 64th where they do next to nothing.
/// Yielding costs as much as a hundred of those, and other threads wake up to look for what they could take
/// over: nobody gains by that more often.
///
/// A task that was kept waiting has given way by that: as long as calls are quick, what counts is one poll of
/// the task, and where a poll makes a few calls the clock is not read at all. Slow ones count from the last
/// yield: two tasks that wake each other may have several turns before a third.
#[derive(Debug)]
pub(crate) struct Budget {
    /// Calls since the last yield, or in this poll.
    calls: u32,
    next_check: u32,
    stride: u32,
    /// Whether the calls between the last two looks were slow, for all that is known.
    slow: bool,
    /// When the time that counts began, if that was looked at, and how long after that the clock was last
    /// read.
    since: Option<Instant>,
    /// The poll in which it began.
    since_poll: u32,
    looked: u64,
    /// The poll that was under way at the last look.
    poll: u32,
    exhausted: Owed,
    under_paused_clock: bool,
}

/// What a task owes to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owed {
    Nothing,
    /// That those who are ready go first.
    Turn,
    /// The thread: timers go first as well.
    Thread,
}

impl Budget {
    pub(crate) fn new() -> Self {
        Self {
            calls: 0,
            next_check: 1,
            stride: 1,
            slow: true,
            since: None,
            since_poll: 0,
            looked: 0,
            poll: time_slice::poll(),
            exhausted: Owed::Nothing,
            under_paused_clock: clock::is_paused(),
        }
    }

    /// Counts a call; true when it is time to [`yield_if_exhausted`](Self::yield_if_exhausted).
    #[inline]
    pub(crate) fn charge(&mut self) -> bool {
        self.calls += 1;
        if self.calls >= self.next_check {
            self.check_clock();
        }
        self.exhausted != Owed::Nothing
    }

    /// Reads the clock, or puts that off where calls are known to be quick.
    #[inline(never)]
    fn check_clock(&mut self) {
        let poll = time_slice::poll();
        let new_poll = std::mem::replace(&mut self.poll, poll) != poll;
        if self.under_paused_clock {
            return self.count_calls(new_poll);
        }
        if new_poll && !self.slow {
            self.restart_in_new_poll();
            if !time_slice::polls_are_long() {
                return;
            }
            // A few calls that took long: each is timed from here on.
            self.slow = true;
            self.stride = 1;
        }
        let now = Instant::now();
        match self.since {
            None => self.start_timing(now),
            Some(since) => self.measure(now, since),
        }
    }

    /// Where time does not pass.
    fn count_calls(&mut self, new_poll: bool) {
        if !new_poll && self.calls >= UNDER_PAUSED_CLOCK {
            self.exhausted = Owed::Thread;
        }
        if new_poll || self.exhausted != Owed::Nothing {
            self.calls = 0;
        }
        self.next_check = UNDER_PAUSED_CLOCK;
    }

    /// A task that was kept waiting has given way by that: its calls are counted from here, and the first few
    /// not timed.
    fn restart_in_new_poll(&mut self) {
        self.calls = 0;
        self.next_check = UNTIMED;
        self.since = None;
    }

    /// The time that counts begins.
    fn start_timing(&mut self, now: Instant) {
        // What was quick in another poll is soon looked at again.
        self.stride = self.stride.min(2 * UNTIMED);
        self.since = Some(now);
        self.since_poll = self.poll;
        self.looked = 0;
        self.next_check = self.calls + self.stride;
    }

    /// What the calls since the last look have taken, and when to look again.
    fn measure(&mut self, now: Instant, since: Instant) {
        // Half a millisecond is far from where this is cut off.
        let passed = now.duration_since(since).as_nanos() as u64;
        let took = passed - self.looked;
        self.slow = took >= QUICK * u64::from(self.stride);
        time_slice::note_heavy(took >= HEAVY * u64::from(self.stride));
        let most = if took < TRIVIAL * u64::from(self.stride) { TRIVIAL_STRIDE } else { STRIDE };
        self.stride = if self.slow { 1 } else { (self.stride * 2).min(most) };
        self.looked = passed;
        if passed >= TIME_SLICE {
            // A task that was kept waiting in between has not held its thread for all of that time. How long
            // polls take is known to the thread's own slice; here it is enough that others have their turn.
            self.exhausted = if self.since_poll == self.poll { Owed::Thread } else { Owed::Turn };
            // The time begins anew with the next call, and not now: where thousands of tasks take turns, one
            // turn of all takes longer than this, and each would give way again and again without a call in
            // between.
            self.calls = 0;
            self.looked = 0;
            self.since = None;
        }
        self.next_check = self.calls + self.stride;
    }

    /// Makes it time to let others who are ready go first, which is what it says.
    #[inline]
    pub(crate) fn exhaust(&mut self) -> bool {
        if self.exhausted == Owed::Nothing {
            self.exhausted = Owed::Turn;
        }
        true
    }

    /// Takes it from who has timed a call that calls are quick.
    #[inline]
    pub(crate) fn assume_quick(&mut self) {
        self.slow = false;
    }

    /// Counts a call inside a poll: pending, with the task woken later, when it is time to yield.
    #[inline]
    pub(crate) fn poll_proceed(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.charge() { self.poll_owed(cx) } else { Poll::Ready(()) }
    }

    /// Pending, with the task woken later, where it is time to yield.
    pub(crate) fn poll_owed(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match std::mem::replace(&mut self.exhausted, Owed::Nothing) {
            Owed::Nothing => return Poll::Ready(()),
            Owed::Turn => cx.waker().wake_by_ref(),
            Owed::Thread => {
                // How long others take is not this task's time.
                self.since = None;
                time_slice::give_way(cx);
            }
        }
        Poll::Pending
    }

    /// Counts a call inside a loop, and yields when it is time to.
    #[inline]
    pub(crate) async fn consume(&mut self) {
        if self.charge() {
            self.yield_if_exhausted().await;
        }
    }

    /// Yields if it is time to.
    pub(crate) async fn yield_if_exhausted(&mut self) {
        poll_fn(|cx| self.poll_owed(cx)).await;
    }
}
