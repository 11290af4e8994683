//! What is counted of the items that wait inside a stage.

use std::fmt;
use std::sync::OnceLock;

use super::counter::Counter;

/// Items that wait inside a stage, at present and at most.
#[derive(Default)]
pub(crate) struct HeldMeter {
    waiting: Counter,
    high_water: Counter,
    /// Of a channel that others send into: how many may wait, and what tells how many do.
    channel: OnceLock<(u64, Box<dyn Fn() -> u64 + Send + Sync>)>,
}

impl HeldMeter {
    /// Notes how many wait now.
    pub(crate) fn set(&self, waiting: usize) {
        self.waiting.set(waiting as u64);
        self.high_water.raise(waiting as u64);
    }

    /// Has `waiting` asked from now on: those who send do not know who looks at the run.
    pub(crate) fn ask(&self, limit: u64, waiting: impl Fn() -> u64 + Send + Sync + 'static) {
        let _ = self.channel.set((limit, Box::new(waiting)));
    }

    /// How many may wait in the channel, where it is one.
    pub(crate) fn limit_of_channel(&self) -> Option<u64> {
        self.channel.get().map(|(limit, _)| *limit)
    }

    pub(crate) fn waiting(&self) -> u64 {
        self.channel.get().map_or_else(|| self.waiting.get(), |(_, waiting)| waiting())
    }

    /// Notes how many wait in the channel: before one is taken out there are the most.
    pub(crate) fn note_channel(&self) {
        self.high_water.raise(self.waiting());
    }

    pub(crate) fn high_water(&self) -> u64 {
        self.high_water.get()
    }
}

impl fmt::Debug for HeldMeter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeldMeter(..)")
    }
}
