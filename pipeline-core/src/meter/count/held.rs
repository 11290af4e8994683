//! What is counted of the items that wait inside a stage.

use super::counter::Counter;

/// Items that wait inside a stage, at present and at most.
#[derive(Debug, Default)]
pub(crate) struct HeldMeter {
    waiting: Counter,
    high_water: Counter,
}

impl HeldMeter {
    /// Notes how many wait now.
    pub(crate) fn set(&self, waiting: usize) {
        self.waiting.set(waiting as u64);
        self.high_water.raise(waiting as u64);
    }

    pub(crate) fn waiting(&self) -> u64 {
        self.waiting.get()
    }

    pub(crate) fn high_water(&self) -> u64 {
        self.high_water.get()
    }
}
