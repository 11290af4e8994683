//! The worker that is polled on this thread.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;

use super::worker::WorkerMeter;

thread_local! {
    static CURRENT: Cell<Option<Arc<WorkerMeter>>> = const { Cell::new(None) };
    /// Whether it waits for room, at the end of this poll.
    static SENDING: Cell<bool> = const { Cell::new(false) };
}

/// For a worker, at the end of a poll: it waits for room behind its stage.
#[inline]
pub(crate) fn note_sending() {
    SENDING.set(true);
}

/// Waits for room behind the stage of a worker, and notes that it does.
pub(crate) async fn noting_sending<R>(sending: impl Future<Output = R>) -> R {
    let mut sending = pin!(sending);
    poll_fn(|cx| {
        let sent = sending.as_mut().poll(cx);
        if sent.is_pending() {
            note_sending();
        }
        sent
    })
    .await
}

/// Whether the worker has noted that it waits for room.
pub(super) fn is_sending() -> bool {
    SENDING.get()
}

/// The worker that is polled on this thread.
pub(super) fn current() -> Option<Arc<WorkerMeter>> {
    let current = CURRENT.take();
    CURRENT.set(current.clone());
    current
}

/// While it is there, a worker is polled on this thread. It puts back what was polled before, however the
/// poll ends: a call may run another pipeline.
pub(super) struct Polling(Option<Arc<WorkerMeter>>, bool);

impl Polling {
    pub(super) fn of(worker: &Arc<WorkerMeter>) -> Self {
        Self(CURRENT.replace(Some(worker.clone())), SENDING.replace(false))
    }
}

impl Drop for Polling {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
        SENDING.set(self.1);
    }
}
