//! Why a job has no number.

use std::fmt;

/// The text of [`Fault::Absent`].
pub(crate) const ABSENT: &str = "not installed";

/// Why a job has no number.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// So many items are missing, or too many if negative.
    Lost(i64),
    Hangs,
    Panics,
    /// What it needs is not installed.
    Absent,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(items) if *items < 0 => write!(f, "{} too many", -items),
            Self::Lost(items) => write!(f, "loses {items}"),
            Self::Hangs => f.write_str("hangs"),
            Self::Panics => f.write_str("panics"),
            Self::Absent => f.write_str(ABSENT),
        }
    }
}
