//! The time slice of a thread: how long our tasks keep it before its timers and its other tasks go first.
//!
//! tokio looks at its timers and sockets when no task is ready, and otherwise at every 61st poll only. A task
//! that wakes itself is ready at once, so sixty more slices would pass before a timer that is due. Therefore
//! a task whose slice is used up hands its waker to tokio's own `yield_now`, which wakes it after that look.
//! Until then every task of a run that is polled on the same thread does so as well: two tasks that wake each
//! other would otherwise keep the thread ready, and the look away. [`Round`] says in which order they go on.

use std::cell::{Cell, RefCell};
use std::sync::Weak;
use std::task::Context;
use std::time::Instant;

use super::clock;
use super::round::{Reason, Round};

/// How long our tasks may keep a thread, in nanoseconds: with the quick calls that are not timed one by one,
/// half a millisecond.
pub(crate) const TIME_SLICE: u64 = 400_000;

/// Sixty polls that take less than this on average are soon over, and then tokio looks at its timers by
/// itself. To wake another thread takes almost as long: a pipeline that gives way for that is spread over
/// more threads, and wakes others all the more.
const QUICK: u64 = 30_000;

/// When so many polls were quick on average, polls are no longer timed one by one.
const ENOUGH: u32 = 16;

/// Polls between two looks at the clock as long as they are quick.
const STRIDE: u32 = 64;

/// A poll of this length is worth a closer look at the calls that were made in it.
const LONG: u64 = 100_000;

/// Who polls the tasks of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Executor {
    Tokio,
    /// The task of the caller, by whatever that is polled. It may block a thread of tokio's that would never
    /// come to wake what was handed to `yield_now`.
    Caller,
}

/// What is polled on a thread, in a word: it is replaced at each poll.
///
/// It tells the tasks of a thread apart by where they are. Another may be there later, which does no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Polled(usize);

impl Polled {
    pub(super) const NOTHING: Self = Self(0);

    /// The body of a worker that blocks, on a thread of its own.
    pub(super) const APART: Self = Self(1);

    /// The task that is polled with `cx`.
    #[inline]
    pub(super) fn task(executor: Executor, cx: &Context<'_>) -> Self {
        // The lowest bit of an address of a task is free.
        let not_tokio = usize::from(executor == Executor::Caller);
        Self(cx.waker().data().addr() & !1 | not_tokio)
    }

    /// Whether tokio polls it.
    fn is_on_tokio(self) -> bool {
        self.0 & 1 == 0
    }
}

/// What is known of the polls on one thread.
pub(super) struct Thread {
    /// Counts the polls of our tasks on this thread, but those inside another.
    pub(super) polls: Cell<u32>,
    pub(super) polled: Cell<Polled>,
    /// The poll at whose begin the clock is read next.
    pub(super) look_at: Cell<u32>,
    /// When the poll under way began, if it is timed.
    pub(super) began: Cell<Option<Instant>>,
    /// When the clock was read last, while polls are not timed one by one.
    looked: Cell<Option<Instant>>,
    /// The polls that were timed one by one since the last average, and their time.
    timed: Cell<(u32, u64)>,
    /// How long the last poll took that was timed.
    last: Cell<u64>,
    /// The time of the polls that were timed since the thread was last given away.
    spent: Cell<u64>,
    /// The task that has used up the last slice, until another is polled.
    had_thread: Cell<Polled>,
    /// Whether the thread was given away, unless tokio has looked at its timers since.
    given_away: Cell<bool>,
    /// Whether the calls of the push stream that was last looked at take long.
    heavy: Cell<bool>,
}

thread_local! {
    pub(super) static THREAD: Thread = const {
        Thread {
            polls: Cell::new(0),
            polled: Cell::new(Polled::NOTHING),
            look_at: Cell::new(1),
            began: Cell::new(None),
            looked: Cell::new(None),
            timed: Cell::new((0, 0)),
            last: Cell::new(0),
            spent: Cell::new(0),
            had_thread: Cell::new(Polled::NOTHING),
            given_away: Cell::new(false),
            heavy: Cell::new(true),
        }
    };
    /// The tasks that wait until tokio has looked at its timers; gone once it has.
    static ROUND: RefCell<Weak<Round>> = const { RefCell::new(Weak::new()) };
}

impl Thread {
    /// Counts a poll that begins; whether it is time to look at the clock.
    #[inline]
    pub(super) fn count_poll(&self) -> bool {
        let polls = self.polls.get().wrapping_add(1);
        self.polls.set(polls);
        polls == self.look_at.get()
    }

    /// Whether the task may be polled.
    #[cold]
    pub(super) fn look(&self, cx: &mut Context<'_>) -> bool {
        let waits = self.is_used_up() && self.polled.get().is_on_tokio();
        if waits || !clock::is_paused() && self.spent.get() >= TIME_SLICE {
            self.give_way(cx, Reason::Refused);
            return false;
        }
        if self.had_thread.replace(Polled::NOTHING) == self.polled.get() {
            // Those that were refused are ready now, and may be behind it in tokio's queue: whatever was
            // woken last on a worker of several threads is polled first.
            self.look_after(1);
            cx.waker().wake_by_ref();
            return false;
        }
        let now = Instant::now();
        let quick = match self.looked.get() {
            _ if clock::is_paused() => true,
            // A thread that has slept in between looks as if its polls were slow; they are timed then, which
            // costs little.
            Some(looked) => nanos(looked, now) < QUICK * u64::from(STRIDE),
            None => match self.timed.get() {
                (polls, _) if polls < ENOUGH => false,
                (polls, time) => {
                    self.timed.set((0, 0));
                    time < QUICK * u64::from(polls)
                }
            },
        };
        if quick {
            self.looked.set(Some(now));
            self.spent.set(0);
            self.look_after(STRIDE);
        } else {
            self.looked.set(None);
            self.began.set(Some(now));
            self.look_after(1);
        }
        true
    }

    pub(super) fn look_after(&self, polls: u32) {
        self.look_at.set(self.polls.get().wrapping_add(polls));
    }

    #[cold]
    pub(super) fn end(&self, began: Instant) {
        let took = nanos(began, Instant::now());
        self.last.set(took);
        // One long poll alone may be the system's doing, which took the thread from us.
        self.spent.set(self.spent.get() + took.min(TIME_SLICE / 2));
        let (polls, time) = self.timed.get();
        self.timed.set((polls.saturating_add(1), time + took));
    }

    /// Whether the thread was given away, and tokio has not looked at its timers since.
    pub(super) fn is_used_up(&self) -> bool {
        if self.given_away.get() {
            self.given_away.set(ROUND.with_borrow(|round| round.strong_count() > 0));
        }
        self.given_away.get()
    }

    fn give_way(&self, cx: &mut Context<'_>, reason: Reason) {
        if let Some(began) = self.began.take() {
            self.end(began);
        }
        self.spent.set(0);
        self.look_after(1);
        if !self.polled.get().is_on_tokio() {
            return cx.waker().wake_by_ref();
        }
        self.given_away.set(true);
        if reason == Reason::HadThread {
            self.had_thread.set(self.polled.get());
        }
        match ROUND.with_borrow(Weak::upgrade) {
            Some(round) => round.join(cx.waker(), reason),
            None => {
                let begun = Round::begin(cx.waker(), reason);
                ROUND.set(begun);
            }
        }
    }
}

/// The time between the two, in nanoseconds.
fn nanos(from: Instant, to: Instant) -> u64 {
    // A poll is far from where this is cut off.
    to.saturating_duration_since(from).as_nanos() as u64
}

/// Gives the thread away: the task is woken after timers and other tasks had their turn.
#[cold]
pub(crate) fn give_way(cx: &mut Context<'_>) {
    THREAD.with(|thread| thread.give_way(cx, Reason::HadThread));
}

/// Whether the thread was given away. What has done so in this poll says that it is pending, and may be
/// ready.
pub(crate) fn is_given_away() -> bool {
    THREAD.with(Thread::is_used_up)
}

/// Whether the thread is to be given away before another call that may take long. Reads the clock.
pub(crate) fn is_used_up() -> bool {
    if clock::is_paused() {
        return false;
    }
    THREAD.with(|thread| {
        let now = Instant::now();
        let began = thread.began.get().unwrap_or(now);
        thread.began.set(Some(began));
        thread.spent.get() + nanos(began, now) >= TIME_SLICE
    })
}

/// The number of the poll under way on this thread.
#[inline]
pub(crate) fn poll() -> u32 {
    THREAD.with(|thread| thread.polls.get())
}

/// Whether the last poll that was timed on this thread was a long one.
pub(crate) fn polls_are_long() -> bool {
    THREAD.with(|thread| thread.last.get() >= LONG)
}

/// Notes that a call has held the thread for as long as a poll that is not quick: polls are timed one by one
/// from the next on, where they were quick until now.
pub(crate) fn note_long_call() {
    THREAD.with(|thread| {
        if thread.looked.take().is_some() {
            thread.timed.set((0, 0));
            thread.look_after(1);
        }
    });
}

/// Notes whether the calls of the chain that is polled take long.
#[inline]
pub(crate) fn note_heavy(heavy: bool) {
    THREAD.with(|thread| thread.heavy.set(heavy));
}

/// Whether the calls of the chain that was just polled take long.
#[inline]
pub(crate) fn is_heavy() -> bool {
    THREAD.with(|thread| thread.heavy.get())
}
