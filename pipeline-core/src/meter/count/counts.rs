//! What is counted of a stage, at one moment.

use std::fmt::Debug;

/// What was counted of one stage and the edge behind it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counts {
    pub(crate) sent: u64,
    pub(crate) received: u64,
    pub(crate) errors: u64,
    pub(crate) calls: u64,
    pub(crate) extra: u64,
}

/// What has counts.
pub(crate) trait Counted: Debug + Send + Sync {
    fn counts(&self) -> Counts;
}
