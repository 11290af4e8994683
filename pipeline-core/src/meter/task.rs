//! A worker's task, whose time is measured.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;

use super::current::{Polling, is_sending};
use super::stage::StageMeter;
use super::worker::{Activity, WorkerMeter};

/// Polls a worker, and notes what it waits for in between.
pub(crate) struct MeteredWorker {
    body: BoxFuture<'static, ()>,
    stage: Arc<StageMeter>,
    worker: Arc<WorkerMeter>,
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
        } else if is_sending() {
            Activity::Sending
        } else if self.stage.is_alone_with_input() {
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
        let polling = Polling::of(&self.worker);
        let polled = self.body.as_mut().poll(cx);
        let activity = if polled.is_ready() { Activity::Gone } else { self.waits_for() };
        self.stage.edge.note_waiting();
        drop(polling);
        let now = self.stage.now();
        self.worker.begin(activity, now);
        self.stage.sample_if_due(now);
        polled
    }
}

impl Drop for MeteredWorker {
    fn drop(&mut self) {
        self.worker.begin(Activity::Gone, self.stage.now());
        self.worker.trace.cut_off();
    }
}
