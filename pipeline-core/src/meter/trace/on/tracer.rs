//! A run that is traced: when things happen, and where that is written down.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use tokio::time::Instant;

use super::event::{Event, RunMark};
use crate::meter::clock::Start;
use crate::meter::count::Counter;

/// Characters that are kept of what a failure says.
const MOST_OF_REASON: usize = 300;

/// Where events go. It is called by the tasks of the run, and must not keep them waiting.
pub(crate) trait TraceSink: std::fmt::Debug + Send + Sync {
    fn record(&self, event: Event);
}

/// What the traced parts of a run share.
#[derive(Debug)]
pub(crate) struct Tracer {
    sinks: Vec<Arc<dyn TraceSink>>,
    start: Arc<Start>,
    /// The last time that was written down.
    latest: Counter,
    has_ended: AtomicBool,
    items: Counter,
}

impl Tracer {
    pub(crate) fn new(sinks: Vec<Arc<dyn TraceSink>>, start: Arc<Start>) -> Self {
        let (latest, items) = (Counter::default(), Counter::default());
        Self { sinks, start, latest, has_ended: AtomicBool::new(false), items }
    }

    /// Now, or the last time that was written down: where a runtime is gone, so is its clock.
    pub(super) fn now(&self) -> u64 {
        self.start.now().max(self.latest.get())
    }

    pub(super) fn nanos(&self, at: Option<Instant>) -> u64 {
        at.map_or_else(|| self.start.now(), |at| self.start.nanos_at(at))
    }

    /// The number of one more item that is followed.
    pub(super) fn follow_one_more(&self) -> u64 {
        self.items.count_one()
    }

    /// Has an event written down, which has happened `at` then; none once the run has ended.
    pub(super) fn record(&self, at: u64, event: Event) {
        if !self.has_ended.load(Ordering::Relaxed) {
            self.latest.raise(at);
            self.hand_over(event);
        }
    }

    fn hand_over(&self, event: Event) {
        if let Some((last, others)) = self.sinks.split_last() {
            others.iter().for_each(|sink| sink.record(event.clone()));
            last.record(event);
        }
    }
}

/// The run's part in its trace, where it is traced.
#[derive(Debug, Default)]
pub(crate) struct RunTrace(OnceLock<Arc<Tracer>>);

impl RunTrace {
    pub(crate) fn begin(&self, tracer: Arc<Tracer>) {
        let _ = self.0.set(tracer);
    }

    pub(crate) fn note(&self, what: RunMark) {
        if let Some(tracer) = self.0.get() {
            let at = tracer.now();
            tracer.record(at, Event::Run { at, what });
        }
    }

    /// Notes that the run was aborted, or that its signal has come.
    pub(crate) fn cancelled(&self) {
        self.note(RunMark::Cancelled);
    }

    /// Writes down how the run has ended, once; `cut_off` is called before, for what is still under way.
    pub(crate) fn end(&self, how: &'static str, cut_off: impl FnOnce(u64)) {
        if let Some(tracer) = self.0.get() {
            let at = tracer.now();
            cut_off(at);
            tracer.has_ended.store(true, Ordering::Relaxed);
            tracer.hand_over(Event::Run { at, what: RunMark::Ended(how) });
        }
    }
}

/// What is kept of the reason of a failure.
pub(super) fn shortened(reason: &str) -> String {
    match reason.char_indices().nth(MOST_OF_REASON) {
        Some((end, _)) => format!("{}…", &reason[..end]),
        None => reason.to_owned(),
    }
}
