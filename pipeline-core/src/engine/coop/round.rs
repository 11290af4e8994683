//! One round of tasks that wait for tokio to look at its timers, and the order in which they are woken.
//!
//! tokio wakes what was handed to its `yield_now` in whatever order suits it. If the task that has used up
//! the slice were polled first each time, it would use up the next one too, and the others would wait for
//! ever. So one waker is handed to tokio for all of them, and it wakes the tasks in turn: those that were
//! refused, and then those that have had the thread.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, Weak};
use std::task::{Context, Wake, Waker};

use crate::engine::lock::lock;

/// The tasks of one round. tokio holds it; where its runtime is dropped, so are their wakers.
#[derive(Default)]
pub(super) struct Round(Mutex<Waiting>);

/// Who waits for it.
#[derive(Default)]
struct Waiting {
    refused: Vec<Waker>,
    had_thread: Vec<Waker>,
}

/// Why a task waits for the round to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// It was not polled at all.
    Refused,
    HadThread,
}

impl Round {
    /// A round that ends when tokio has looked at its timers; at once where no runtime polls on this thread.
    pub(super) fn begin(first: &Waker, reason: Reason) -> Weak<Self> {
        let round = Arc::<Self>::default();
        round.join(first, reason);
        let begun = Arc::downgrade(&round);
        hand_over(&Waker::from(round));
        begun
    }

    pub(super) fn join(&self, task: &Waker, reason: Reason) {
        let mut waiting = lock(&self.0);
        let tasks = match reason {
            Reason::Refused => &mut waiting.refused,
            Reason::HadThread => &mut waiting.had_thread,
        };
        tasks.push(task.clone());
    }
}

impl Wake for Round {
    fn wake(self: Arc<Self>) {
        let Waiting { refused, had_thread } = std::mem::take(&mut *lock(&self.0));
        refused.into_iter().chain(had_thread).for_each(Waker::wake);
    }
}

/// Has tokio wake somebody after it has looked at its timers; at once where no runtime polls on this thread.
pub(super) fn hand_over(waker: &Waker) {
    let polled = pin!(tokio::task::yield_now()).poll(&mut Context::from_waker(waker));
    if polled.is_ready() {
        waker.wake_by_ref();
    }
}
