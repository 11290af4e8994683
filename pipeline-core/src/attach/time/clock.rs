//! Time, as stages that wait for it see it.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Sleep, sleep_until};

pub(crate) use tokio::time::{Instant, sleep};

/// What is too far away to be counted is this far away.
const FAR: Duration = Duration::from_secs(86_400 * 365 * 30);

/// Tokio's clock, read once a poll, and only if somebody asks.
///
/// A poll lasts half a millisecond and a call at most, and reading the clock costs more than a fused call.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    /// Nothing as long as nobody has asked in this poll.
    now: Option<Instant>,
}

impl Clock {
    /// A poll begins, or a timer has fired: time may have passed.
    pub(crate) fn forget(&mut self) {
        self.now = None;
    }

    /// The time of this poll.
    pub(crate) fn now(&mut self) -> Instant {
        *self.now.get_or_insert_with(Instant::now)
    }

    /// The time of this moment, for what must not begin early.
    pub(crate) fn read(&mut self) -> Instant {
        self.forget();
        self.now()
    }
}

/// The moment `wait` after `start`; one that will not come where it cannot be counted.
pub(crate) fn after(start: Instant, wait: Duration) -> Instant {
    start.checked_add(wait).unwrap_or_else(|| start + FAR)
}

/// One timer, made and set only when its stage is about to wait.
#[derive(Debug, Default)]
pub(crate) struct Timer {
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Timer {
    /// Ready once it is `due`; otherwise the task is woken then.
    pub(crate) fn poll_until(&mut self, due: Instant, cx: &mut Context<'_>) -> Poll<()> {
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep_until(due)));
        if sleep.deadline() != due {
            sleep.as_mut().reset(due);
        }
        sleep.as_mut().poll(cx)
    }
}
