//! What was counted at moments on the way, for how a run went over time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, Weak};

use super::count::{Counted, Counts};
use crate::engine::lock::lock;

/// Nanoseconds between two samples at first: short runs have some, too.
const FIRST_INTERVAL: u64 = 5_000_000;

/// At most so many samples are kept, and at most so many counts of all stages together.
const MOST_SAMPLES: usize = 256;
const MOST_COUNTS: usize = 1 << 16;

/// The counts of all stages at one moment.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    /// Nanoseconds since the run began.
    pub(crate) at: u64,
    pub(crate) counts: Vec<Counts>,
}

/// Samples at ever longer intervals: when there are too many, every second one is forgotten.
///
/// A worker that has just been polled takes them, so that nothing has to run beside the pipeline.
#[derive(Debug)]
pub(crate) struct History {
    due: AtomicU64,
    stages: OnceLock<Vec<Weak<dyn Counted>>>,
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Kept {
    interval: u64,
    samples: Vec<Sample>,
}

impl History {
    pub(super) fn new() -> Self {
        let kept = Kept { interval: FIRST_INTERVAL, samples: Vec::new() };
        Self { due: AtomicU64::new(FIRST_INTERVAL), stages: OnceLock::new(), kept: Mutex::new(kept) }
    }

    /// Notes whose counts are taken.
    pub(super) fn of(&self, stages: impl IntoIterator<Item = Weak<dyn Counted>>) {
        let _ = self.stages.set(stages.into_iter().collect());
    }

    #[inline]
    pub(super) fn sample_if_due(&self, now: u64) {
        if now >= self.due.load(Ordering::Relaxed) {
            self.sample(now);
        }
    }

    #[cold]
    fn sample(&self, now: u64) {
        // Whoever else is at it takes the sample.
        let (Ok(mut kept), Some(stages)) = (self.kept.try_lock(), self.stages.get()) else { return };
        let counts: Option<Vec<_>> = stages.iter().map(|stage| Some(stage.upgrade()?.counts())).collect();
        let Some(counts) = counts else { return };
        kept.samples.push(Sample { at: now, counts });
        if kept.samples.len() >= MOST_SAMPLES.min(MOST_COUNTS / stages.len().max(1)).max(4) {
            let mut keeps = false;
            kept.samples.retain(|_| {
                keeps = !keeps;
                !keeps
            });
            kept.interval *= 2;
        }
        self.due.store(now + kept.interval, Ordering::Relaxed);
    }

    /// The samples that are kept, in the order in which they were taken.
    pub(crate) fn samples(&self) -> Vec<Sample> {
        lock(&self.kept).samples.clone()
    }
}
