//! What is measured, in which unit, and how a number is written.

use std::time::Duration;

/// What was measured.
pub(crate) enum Amount {
    Time(Duration),
    Bytes(u64),
}

/// What the numbers of a row are.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    /// Nanoseconds for each item.
    NsPerItem,
    /// Nanoseconds for each item on each of so many edges.
    NsPerHop(u32),
    /// Nanoseconds for each item in each of so many stages.
    NsPerStage(u32),
    /// Microseconds for each of the items, where an item is a run.
    UsPerItem,
    /// Milliseconds in all.
    Ms,
    /// Mebibytes that the process has grown by.
    MiB,
    /// Bytes that the process has grown by for each of the items, where an item is a worker.
    BytesPerItem,
}

impl Unit {
    pub(crate) fn of(self, amount: Amount, items: usize) -> f64 {
        let (time, bytes) = match amount {
            Amount::Time(time) => (time.as_nanos() as f64, 0.0),
            Amount::Bytes(bytes) => (0.0, bytes as f64),
        };
        let items = items as f64;
        match self {
            Self::NsPerItem => time / items,
            Self::NsPerHop(parts) | Self::NsPerStage(parts) => time / items / f64::from(parts),
            Self::UsPerItem => time / items / 1e3,
            Self::Ms => time / 1e6,
            Self::MiB => bytes / f64::from(1 << 20),
            Self::BytesPerItem => bytes / items,
        }
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::NsPerItem => "ns an item",
            Self::NsPerHop(_) => "ns an item and edge",
            Self::NsPerStage(_) => "ns an item and stage",
            Self::UsPerItem => "us a run",
            Self::Ms => "ms",
            Self::MiB => "MiB",
            Self::BytesPerItem => "bytes a worker",
        }
    }
}

/// A number with three significant digits.
pub(crate) fn number(number: f64) -> String {
    match number {
        100.0.. => format!("{number:.0}"),
        10.0.. => format!("{number:.1}"),
        0.095.. => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}

/// A ratio with three significant digits.
pub(crate) fn ratio(ratio: f64) -> String {
    if ratio < 0.001 { "under 0.001x".to_owned() } else { format!("{}x", number(ratio)) }
}
