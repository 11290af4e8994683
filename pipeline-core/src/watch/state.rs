//! Where a run is in its life.

use std::fmt;

pub use crate::meter::RunEnd;

/// Where a run is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum RunState {
    /// It was made, and nobody has awaited it yet.
    NotStarted,
    /// It is at work.
    Working,
    /// Its sources were stopped, and what is inside is finished.
    Draining,
    /// Nothing of it is left.
    Ended(RunEnd),
}

impl fmt::Display for RunState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotStarted => "not started",
            Self::Working => "working",
            Self::Draining => "draining",
            Self::Ended(end) => end.word(),
        })
    }
}
