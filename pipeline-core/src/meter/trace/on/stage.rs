//! What is told of stages.

use std::sync::{Arc, OnceLock};

use super::event::{Event, RunMark};
use super::flow::Flow;
use super::traced_stage::TracedStage;
use super::tracer::{Tracer, shortened};
use super::worker::WorkerTrace;
use crate::meter::trace::mark::StageMark;

/// A stage's part in the trace of its run, where that is traced.
#[derive(Debug, Default)]
pub(crate) struct StageTrace(OnceLock<Arc<TracedStage>>);

impl StageTrace {
    /// Items are followed through the edges before and behind it that are given.
    pub(crate) fn begin(
        &self,
        tracer: &Arc<Tracer>,
        index: u32,
        workers: usize,
        ends: [Option<Arc<Flow>>; 2],
    ) {
        let _ = self.0.set(Arc::new(TracedStage::new(tracer, index, workers, ends)));
    }

    pub(crate) fn is_on(&self) -> bool {
        self.0.get().is_some()
    }

    /// One of its workers.
    pub(crate) fn worker(&self, index: usize) -> WorkerTrace {
        WorkerTrace::new(self.0.get(), index)
    }

    /// Notes that workers make its calls.
    pub(crate) fn makes_calls(&self) {
        if let Some(outlet) = self.0.get().and_then(|stage| stage.outlet.as_ref()) {
            outlet.sends_results_of_calls();
        }
    }

    /// Notes what has happened; `current` is the worker that is polled on this thread.
    pub(crate) fn mark(&self, what: StageMark, current: Option<&WorkerTrace>) {
        if let Some(stage) = self.0.get() {
            let worker = current.and_then(|worker| worker.mark(stage, what));
            let at = stage.tracer.now();
            stage.tracer.record(at, Event::Stage { stage: stage.index, worker, at, what });
        }
    }

    /// Notes that the stage has failed.
    pub(crate) fn fail(&self, reason: &str) {
        if let Some(stage) = self.0.get() {
            let at = stage.tracer.now();
            let what = RunMark::Failure { stage: stage.index, reason: shortened(reason) };
            stage.tracer.record(at, Event::Run { at, what });
        }
    }

    /// Notes that what the call with this number has given is the next item of the edge behind the stage,
    /// with that number.
    pub(crate) fn send(&self, call: u64, number: u64) {
        if let Some(stage) = self.0.get() {
            stage.send(call, number);
        }
    }
}
