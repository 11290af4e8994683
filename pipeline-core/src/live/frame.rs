//! What is shown of a run at one moment.

use super::rates::{Rates, arrived, rates};
use crate::watch::{RunState, Snapshot};

/// What is shown of a run at one moment.
#[derive(Debug, Clone)]
pub(crate) struct Frame<'a> {
    pub(crate) now: &'a Snapshot,
    pub(crate) rates: Rates,
    /// How many items are to arrive, where that was said.
    pub(crate) total: Option<u64>,
}

impl<'a> Frame<'a> {
    /// Of a run that has ended: its rates are those of the whole.
    pub(crate) fn last(now: &'a Snapshot, total: Option<u64>) -> Self {
        Self { now, rates: rates(None, now, now.elapsed), total }
    }

    pub(crate) fn arrived(&self) -> u64 {
        arrived(self.now)
    }

    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.now.state, RunState::Ended(_))
    }
}
