//! The budget of a worker whose calls may give several results.

use super::budget::Budget;

/// A budget that is charged for what comes out of an item, but the first: that is counted with the call,
/// where the item was received.
#[derive(Debug)]
pub(crate) struct OutputBudget {
    pub(crate) budget: Budget,
    first: bool,
}

impl OutputBudget {
    pub(crate) fn new() -> Self {
        Self { budget: Budget::new(), first: true }
    }

    /// What comes out next is the first of another item.
    #[inline]
    pub(crate) fn next_item(&mut self) {
        self.first = true;
    }

    /// Counts something that came out; true when it is time to [yield](Self::yield_if_exhausted).
    #[inline]
    pub(crate) fn charge_output(&mut self) -> bool {
        !std::mem::take(&mut self.first) && self.budget.charge()
    }

    /// Yields if it is time to.
    pub(crate) async fn yield_if_exhausted(&mut self) {
        self.budget.yield_if_exhausted().await;
    }
}
