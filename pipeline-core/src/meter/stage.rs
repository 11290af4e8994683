//! What is counted of one stage.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use super::calls::CallMeter;
use super::clock::{Start, Timing};
use super::count::{Counted, Counter, Counts, Expected, HeldMeter, Hint, QueueMeter};
use super::current::current;
use super::edge::EdgeMeter;
use super::history::History;
use super::trace::{StageMark, StageTrace};
use super::worker::WorkerMeter;
use crate::engine::lock::lock;

/// What is counted of one stage, its workers, and the edge behind it.
#[derive(Debug)]
pub(crate) struct StageMeter {
    errors: Counter,
    pub(crate) retries: Counter,
    pub(crate) timeouts: Counter,
    /// What leaves the stage.
    pub(crate) edge: Arc<EdgeMeter>,
    /// What waits inside, where something does.
    pub(crate) held: HeldMeter,
    /// What waits for a source to take it in, where others send into it.
    pub(crate) queue: QueueMeter,
    pub(crate) shape: Shape,
    /// What a source has said of itself.
    pub(crate) hint: Arc<Hint>,
    /// How many items it is to have, where sources have said so.
    pub(crate) expected: Expected,
    /// There where calls are made.
    calls: OnceLock<Arc<CallMeter>>,
    workers: Mutex<Vec<Arc<WorkerMeter>>>,
    /// The edges that it reads.
    inputs: OnceLock<Vec<Arc<EdgeMeter>>>,
    start: Arc<Start>,
    history: Arc<History>,
    pub(crate) trace: StageTrace,
}

/// What is known of a stage before it runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// The most workers that there may be.
    pub(crate) workers: usize,
    /// How many items may wait inside; nothing where none may.
    pub(crate) holds: Option<Option<u64>>,
}

impl StageMeter {
    /// For a stage in front of an edge of this capacity, in a run that begins at `start`.
    pub(crate) fn new(shape: Shape, capacity: Option<u64>, start: Arc<Start>, history: Arc<History>) -> Self {
        Self {
            errors: Counter::default(),
            retries: Counter::default(),
            timeouts: Counter::default(),
            edge: Arc::new(EdgeMeter::new(capacity, start.clone())),
            held: HeldMeter::default(),
            queue: QueueMeter::default(),
            shape,
            hint: Arc::default(),
            expected: Expected::default(),
            calls: OnceLock::new(),
            workers: Mutex::default(),
            inputs: OnceLock::new(),
            start,
            history,
            trace: StageTrace::default(),
        }
    }

    /// Notes which edges it reads.
    pub(crate) fn reads(&self, inputs: Vec<Arc<EdgeMeter>>) {
        let _ = self.inputs.set(inputs);
    }

    /// Notes whose hints say how many items it is to have.
    pub(crate) fn expects(&self, sources: Vec<Arc<Hint>>) {
        self.expected.of(sources);
    }

    /// Has the counts of all stages written down, if it is time.
    pub(super) fn sample_if_due(&self, now: u64) {
        self.history.sample_if_due(now);
    }

    /// Nanoseconds since the run began.
    pub(crate) fn now(&self) -> u64 {
        self.start.now()
    }

    /// Notes that a call begins or ends, for a run that tells when it stands still.
    #[inline]
    pub(crate) fn note_moved(&self) {
        self.start.note_moved();
    }

    /// Which calls are timed.
    pub(crate) fn timing(&self) -> Timing {
        self.start.timing()
    }

    /// The stage's calls, where it makes any.
    pub(crate) fn calls(&self) -> Option<&CallMeter> {
        self.calls.get().map(Arc::as_ref)
    }

    /// The same, for a stage that is about to.
    pub(crate) fn calls_of_workers(&self) -> &Arc<CallMeter> {
        self.calls.get_or_init(|| Arc::new(CallMeter::new(self.shape.workers)))
    }

    pub(super) fn add_worker(&self) -> Arc<WorkerMeter> {
        let mut workers = self.workers();
        let index = workers.len();
        let worker = Arc::new(WorkerMeter::new(index, self.now(), self.trace.worker(index)));
        workers.push(worker.clone());
        worker
    }

    /// Its workers, in the order in which they were started.
    pub(crate) fn workers(&self) -> MutexGuard<'_, Vec<Arc<WorkerMeter>>> {
        lock(&self.workers)
    }

    /// The worker of this stage that is polled on this thread.
    pub(crate) fn current_worker(&self) -> Arc<WorkerMeter> {
        current().unwrap_or_else(|| self.add_worker())
    }

    /// Notes an item that has failed.
    pub(crate) fn note_error(&self) {
        self.errors.add(1);
        self.mark(StageMark::Error);
    }

    /// Notes a call that is made again.
    pub(crate) fn note_retry(&self) {
        self.retries.add(1);
        self.mark(StageMark::Retry);
    }

    /// Notes a call that took too long.
    pub(crate) fn note_timeout(&self) {
        self.timeouts.add(1);
        self.mark(StageMark::Timeout);
    }

    fn mark(&self, what: StageMark) {
        if self.trace.is_on() {
            self.trace.mark(what, current().as_deref().map(|worker| &worker.trace));
        }
    }

    /// Notes that the worker that is polled on this thread has received the item with this number.
    pub(crate) fn note_received(&self, number: u64) {
        if self.trace.is_on()
            && let Some(worker) = current()
        {
            worker.trace.receive(number);
        }
    }

    /// Whether an item waits for its only worker.
    pub(super) fn is_alone_with_input(&self) -> bool {
        self.shape.workers == 1
            && self.inputs.get().is_some_and(|inputs| inputs.iter().any(|edge| edge.waiting() > 0))
    }
}

impl Counted for StageMeter {
    fn counts(&self) -> Counts {
        Counts {
            calls: self.calls().map_or(0, |calls| calls.ended.get()),
            extra: self.calls().map_or(0, |calls| calls.extra.get()),
            sent: self.edge.sent().get(),
            received: self.edge.received().get(),
            // Read last: they are counted before what they are sent as, so that none is taken for a value.
            errors: self.errors.get(),
        }
    }
}
