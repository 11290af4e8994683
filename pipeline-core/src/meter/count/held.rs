//! What is counted of the items that wait inside a stage.

use super::counter::Counter;

/// Items that wait inside a stage, at present and at most.
#[derive(Debug, Default)]
pub(crate) struct HeldMeter {
    waiting: Counter,
    /// What is kept for the reader beside them, where it overflows.
    kept: Counter,
    high_water: Counter,
}

impl HeldMeter {
    /// Notes how many wait for another result, or to be taken up, now.
    pub(crate) fn set(&self, waiting: usize) {
        self.waiting.set(waiting as u64);
        self.high_water.raise(self.waiting());
    }

    /// Notes how many are kept for the reader now.
    pub(crate) fn keep(&self, kept: usize) {
        self.kept.set(kept as u64);
        self.high_water.raise(self.waiting());
    }

    /// How many wait in all.
    pub(crate) fn waiting(&self) -> u64 {
        self.waiting.get().saturating_add(self.kept.get())
    }

    pub(crate) fn high_water(&self) -> u64 {
        self.high_water.get()
    }
}
