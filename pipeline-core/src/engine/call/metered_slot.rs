//! Calls that are counted and timed, in a run that is watched.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::slot::{BoxCallSlot, CallOutput, CallSlot};
use crate::meter::{CallMeter, CallTimer, Counter, EdgeMeter, StageMeter, Timing, WorkerMeter, Writers};
use crate::plan::Node;

/// What the calls of a stage are counted as.
#[derive(Clone)]
pub(crate) struct CallMetering {
    stage: Arc<StageMeter>,
    calls: Arc<CallMeter>,
    workers: Writers,
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
        let workers = if stage.shape.workers == 1 { Writers::One } else { Writers::Several };
        let calls = stage.calls_of_workers().clone();
        stage.trace.makes_calls();
        Some(Self { stage, calls, workers, received, sent: node.claim_sent_by_workers() })
    }

    /// The same call slot, with its calls counted.
    pub(crate) fn wrap<In, U>(self, slot: BoxCallSlot<In, U>) -> BoxCallSlot<In, U>
    where
        In: Send + 'static,
        U: Send + 'static,
    {
        let timing = self.stage.timing();
        let (worker, timer) = (None, CallTimer::new(timing));
        Box::pin(MeteredSlot {
            slot,
            metering: self,
            timing,
            timer,
            worker,
            waits: false,
            has_results: false,
        })
    }

    #[inline]
    fn count(&self, counter: &Counter) {
        counter.count(self.workers);
    }
}

/// Counts and times the calls of one worker.
struct MeteredSlot<In, U> {
    slot: BoxCallSlot<In, U>,
    metering: CallMetering,
    timing: Timing,
    timer: CallTimer,
    /// The worker, once it has to be known which of them it is.
    worker: Option<Arc<WorkerMeter>>,
    /// Whether the call under way has made the worker wait, which is all that others see of it.
    waits: bool,
    /// Whether the call under way has given a result.
    has_results: bool,
}

impl<In, U> MeteredSlot<In, U> {
    #[inline]
    fn begin(&mut self) {
        match &self.metering.received[..] {
            // As nearly all have.
            [edge] => self.metering.count(edge.received()),
            _ => self.receive_from_all(),
        }
        self.timer.begin();
        if self.timing == Timing::Each {
            self.note_begin();
        }
    }

    /// For a run that tells when it stands still, and for one that is traced.
    fn note_begin(&mut self) {
        self.metering.stage.note_moved();
        self.metering.received.iter().for_each(|edge| edge.note_fewer());
        let began = self.timer.began();
        self.worker().trace.call_begins(began);
    }

    /// Where an item has been on several edges that are one.
    #[cold]
    fn receive_from_all(&self) {
        self.metering.received.iter().for_each(|edge| self.metering.count(edge.received()));
    }

    #[cold]
    fn wait(&mut self) {
        self.waits = true;
        self.worker().call_begins();
    }

    #[cold]
    fn go_on(&mut self) {
        self.waits = false;
        self.worker().call_ends();
    }

    #[inline]
    fn result(&mut self) {
        if self.has_results {
            self.metering.calls.extra.add(1);
        } else if self.timing == Timing::Each {
            let sent_as = self.metering.sent.as_ref().map(|edge| edge.sent().get());
            self.worker().trace.result(sent_as);
        }
        if let Some(edge) = &self.metering.sent {
            self.metering.count(edge.sent());
        }
    }

    #[inline]
    fn end(&mut self) {
        self.metering.count(&self.metering.calls.ended);
        self.has_results = false;
        if self.timing == Timing::Each {
            self.metering.stage.note_moved();
        }
        if let Some(took) = self.timer.end() {
            let worker = self.worker();
            worker.trace.call_ends(took);
            let index = worker.index;
            self.timer.record(took, &self.metering.calls, index);
        }
    }

    fn worker(&mut self) -> &WorkerMeter {
        self.worker.get_or_insert_with(|| self.metering.stage.current_worker())
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
        let Poll::Ready(out) = self.slot.as_mut().poll_call(item, cx) else {
            self.wait();
            return Poll::Pending;
        };
        if self.waits {
            self.go_on();
        }
        match &out {
            CallOutput::Last(_) => {
                self.result();
                self.end();
            }
            CallOutput::Item(_) => {
                self.result();
                self.has_results = true;
            }
            CallOutput::Done => self.end(),
        }
        Poll::Ready(out)
    }
}
