//! What a run does, handed to the `metrics` facade.

mod description;
mod metrics;
mod reading;
#[cfg(test)]
mod tests;

pub use self::metrics::Metrics;
pub(crate) use self::metrics::published;
