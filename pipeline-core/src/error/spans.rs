//! The span of a stage, and how many spans of workers there are in it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::Span;

/// The spans of one stage. They are left with the last task of the stage, and the last error that names it.
#[derive(Debug, Default)]
pub(crate) struct Spans {
    stage: OnceLock<Span>,
    workers: AtomicUsize,
}

impl Spans {
    /// The span of the stage, which its first task makes.
    pub(crate) fn stage(&self, make: impl FnOnce() -> Span) -> &Span {
        self.stage.get_or_init(make)
    }

    /// The number of one more worker.
    pub(crate) fn next_worker(&self) -> usize {
        self.workers.fetch_add(1, Ordering::Relaxed)
    }
}
