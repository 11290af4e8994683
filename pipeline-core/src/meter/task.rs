//! A worker's task, whose time is measured.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;

use super::stage::StageMeter;
use super::worker::{Activity, WorkerMeter};

/// Polls a worker, and notes what it waits for in between.
pub(crate) struct MeteredWorker {
    body: BoxFuture<'static, ()>,
    stage: Arc<StageMeter>,
    worker: Arc<WorkerMeter>,
}

thread_local! {
    /// The worker that is polled on this thread.
    static CURRENT: Cell<Option<Arc<WorkerMeter>>> = const { Cell::new(None) };
    /// Whether it waits for room, at the end of this poll.
    static SENDING: Cell<bool> = const { Cell::new(false) };
}

/// For a worker among several, at the end of a poll: it waits for room behind its stage. An only worker need
/// not say so: it is seen from its edge.
#[inline]
pub(crate) fn note_sending() {
    SENDING.set(true);
}

/// The worker that is polled on this thread.
pub(super) fn current() -> Option<Arc<WorkerMeter>> {
    let current = CURRENT.take();
    CURRENT.set(current.clone());
    current
}

impl MeteredWorker {
    pub(crate) fn new(stage: Arc<StageMeter>, body: impl Future<Output = ()> + Send + 'static) -> Self {
        let worker = stage.add_worker();
        Self { body: Box::pin(body), stage, worker }
    }

    /// What the worker waits for, once a poll has left it waiting.
    fn waits_for(&self) -> Activity {
        if self.worker.is_in_call() {
            Activity::Calling
        } else if SENDING.get() || self.stage.sends_alone_into_full_edge() {
            Activity::Sending
        } else if self.stage.shape.holds.is_none() && self.stage.has_input() {
            // It has given its thread to others, and goes on when they have had it.
            Activity::Calling
        } else {
            Activity::Receiving
        }
    }
}

impl Future for MeteredWorker {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.worker.begin(Activity::Calling, self.stage.now());
        let (before, was_sending) = (CURRENT.replace(Some(self.worker.clone())), SENDING.replace(false));
        let restore = Restore(before, was_sending);
        let polled = self.body.as_mut().poll(cx);
        let activity = if polled.is_ready() { Activity::Gone } else { self.waits_for() };
        self.stage.edge.note_waiting();
        drop(restore);
        self.worker.begin(activity, self.stage.now());
        polled
    }
}

impl Drop for MeteredWorker {
    fn drop(&mut self) {
        self.worker.begin(Activity::Gone, self.stage.now());
    }
}

/// What was polled on the thread before, for a run in a call of another: put back however the poll ends.
struct Restore(Option<Arc<WorkerMeter>>, bool);

impl Drop for Restore {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
        SENDING.set(self.1);
    }
}
