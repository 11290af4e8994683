//! What shows a run while it works: lines, a table, metrics.
#![cfg(feature = "_live")]

mod run;
mod view;

#[cfg(feature = "metrics")]
pub use self::metrics::Metrics;

mod expected;
#[cfg(test)]
mod fixture;
#[cfg(any(feature = "progress", feature = "top"))]
mod frame;
#[cfg(any(feature = "progress", feature = "top"))]
mod lines;
#[cfg(any(feature = "progress", feature = "top"))]
mod rates;
#[cfg(any(feature = "progress", feature = "top"))]
mod share;
#[cfg(any(feature = "progress", feature = "top"))]
mod terminal;
mod text;

#[cfg(feature = "progress")]
mod progress;
#[cfg(feature = "top")]
mod top;
#[cfg(feature = "metrics")]
mod metrics;

#[cfg(all(test, feature = "progress"))]
mod tests;
