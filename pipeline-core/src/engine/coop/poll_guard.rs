//! A poll of a task of a run.

use std::task::Context;

use super::time_slice::{Executor, Polled, THREAD};

/// A poll of a task.
pub(crate) struct PollGuard {
    /// The poll that this one is in.
    around: Polled,
}

impl PollGuard {
    /// Begins the poll of a task; nothing if the thread's slice is used up. Then the task is woken after
    /// others had their turn.
    #[inline]
    pub(crate) fn of_task(executor: Executor, cx: &mut Context<'_>) -> Option<Self> {
        let (guard, to_look) = Self::begin(Polled::task(executor, cx));
        if to_look && !THREAD.with(|thread| thread.look(cx)) {
            return None;
        }
        Some(guard)
    }

    /// Begins a poll on a thread that has nothing else to do.
    pub(crate) fn apart() -> Self {
        Self::begin(Polled::APART).0
    }

    /// Begins a poll, and says whether it is time to look at the clock.
    #[inline]
    fn begin(polled: Polled) -> (Self, bool) {
        THREAD.with(|thread| {
            let around = thread.polled.replace(polled);
            let to_look = around == Polled::NOTHING && thread.count_poll();
            (Self { around }, to_look && polled != Polled::APART)
        })
    }
}

impl Drop for PollGuard {
    #[inline]
    fn drop(&mut self) {
        THREAD.with(|thread| {
            thread.polled.set(self.around);
            if self.around == Polled::NOTHING
                && let Some(began) = thread.began.take()
            {
                thread.end(began);
            }
        });
    }
}
