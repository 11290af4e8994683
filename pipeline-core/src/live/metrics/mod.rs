//! What a run does, handed to the `metrics` facade.

mod call_times;
mod description;
mod metrics;
mod reading;
#[cfg(test)]
mod tests;

pub use self::metrics::Metrics;
pub(crate) use self::metrics::published;
