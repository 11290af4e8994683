//! Calls that are counted and timed, in a run that is watched.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use super::slot::{BoxCallSlot, CallOutput, CallSlot};
use crate::meter::{CallTimer, Counter, EdgeMeter, StageMeter, WorkerMeter};
use crate::plan::Node;

/// What the calls of a stage are counted as.
#[derive(Clone)]
pub(crate) struct CallMetering {
    stage: Arc<StageMeter>,
    /// Each item of a call was received from these, where nobody else counts that.
    received: Vec<Arc<EdgeMeter>>,
    /// Each result is sent into this, where nobody else counts that.
    sent: Option<Arc<EdgeMeter>>,
}

impl CallMetering {
    /// What the calls of the stage that `node` is are counted as, where its run is watched. Each item was
    /// received from `received`.
    pub(crate) fn of(node: &Node, received: Vec<Arc<EdgeMeter>>) -> Option<Self> {
        let stage = node.stage_id().meter.clone()?;
        Some(Self { stage, received, sent: node.claim_sent_by_workers() })
    }

    /// The same call slot, with its calls counted.
    pub(crate) fn wrap<In, U>(self, slot: BoxCallSlot<In, U>) -> BoxCallSlot<In, U>
    where
        In: Send + 'static,
        U: Send + 'static,
    {
        let timer = CallTimer::new(self.stage.timing());
        Box::pin(MeteredSlot { slot, metering: self, worker: None, timer, results: 0 })
    }

    #[inline]
    fn count(&self, counter: &Counter) {
        if self.stage.shape.workers == 1 { counter.add_alone() } else { counter.add(1) }
    }
}

/// Counts and times the calls of one worker.
struct MeteredSlot<In, U> {
    slot: BoxCallSlot<In, U>,
    metering: CallMetering,
    /// The worker, once it has made a call.
    worker: Option<Arc<WorkerMeter>>,
    timer: CallTimer,
    /// Results of the call under way.
    results: u64,
}

impl<In, U> MeteredSlot<In, U> {
    #[inline]
    fn begin(&mut self) {
        self.metering.received.iter().for_each(|edge| self.metering.count(edge.received()));
        self.worker.get_or_insert_with(|| self.metering.stage.current_worker()).call_begins();
        self.results = 0;
        self.timer.begin();
        self.metering.stage.note_moved();
    }

    #[inline]
    fn result(&mut self) {
        self.results += 1;
        if self.results > 1 {
            self.metering.stage.calls_of_workers().extra.add(1);
        }
        if let Some(edge) = &self.metering.sent {
            self.metering.count(edge.sent());
        }
    }

    #[inline]
    fn end(&mut self) {
        let calls = self.metering.stage.calls_of_workers();
        self.metering.count(&calls.ended);
        self.metering.stage.note_moved();
        if let Some(worker) = &self.worker {
            worker.call_ends();
            self.timer.end(calls, worker.index);
        }
    }
}

impl<In, U> CallSlot<In, U> for MeteredSlot<In, U>
where
    In: Send,
    U: Send,
{
    fn poll_call(mut self: Pin<&mut Self>, item: Option<In>, cx: &mut Context<'_>) -> Poll<CallOutput<U>> {
        if item.is_some() {
            self.begin();
        }
        let out = ready!(self.slot.as_mut().poll_call(item, cx));
        if !matches!(out, CallOutput::Done) {
            self.result();
        }
        if !matches!(out, CallOutput::Item(_)) {
            self.end();
        }
        Poll::Ready(out)
    }
}
