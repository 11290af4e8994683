//! What is counted of a channel that the program sends into.

use std::fmt;
use std::sync::OnceLock;

use super::counter::Counter;

/// Items that were sent into a channel and not taken in by the run. Those who send do not know who looks at
/// the run, so that it is the channel that is asked how many wait.
#[derive(Default)]
pub(crate) struct QueueMeter {
    /// How many may wait, and what tells how many do. None where the stage is no such channel.
    channel: OnceLock<(u64, Box<dyn Fn() -> u64 + Send + Sync>)>,
    high_water: Counter,
}

impl QueueMeter {
    /// Has `waiting` asked from now on.
    pub(crate) fn ask(&self, limit: u64, waiting: impl Fn() -> u64 + Send + Sync + 'static) {
        let _ = self.channel.set((limit, Box::new(waiting)));
    }

    /// Notes how many wait, for the channel's reader: there are the most before it takes one.
    #[inline]
    pub(crate) fn note(&self, waiting: usize) {
        self.high_water.raise(waiting as u64);
    }

    /// How many may wait; none where the stage is no such channel.
    pub(crate) fn limit(&self) -> Option<u64> {
        self.channel.get().map(|(limit, _)| *limit)
    }

    pub(crate) fn waiting(&self) -> u64 {
        self.channel.get().map_or(0, |(_, waiting)| waiting())
    }

    pub(crate) fn high_water(&self) -> u64 {
        self.high_water.get()
    }
}

impl fmt::Debug for QueueMeter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueueMeter").field("limit", &self.limit()).finish_non_exhaustive()
    }
}
