//! `NotElastic`: a number of workers that cannot be set.

/// Why the number of workers of a stage cannot be set, from
/// [`Control::set_workers`](crate::Control::set_workers).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let running = Stream::from_iter(0..9).map(|n| n + 1).workers(4).count().into_future();
/// let control = running.control();
/// running.await?;
/// let refused = control.set_workers("map", 8).unwrap_err();
/// assert!(refused.to_string().starts_with("[map] no stage of this name is at work with a range"));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotElastic {
    /// The run has no stage of this name at work, or its number of workers is fixed.
    #[error("[{stage}] no stage of this name is at work with a range of workers, as `.workers(2..=64)` sets")]
    Unknown {
        /// The name.
        stage: String,
    },
    /// The stage's range does not have this number.
    #[error("[{stage}] {workers} workers are outside of the stage's range, {least}..={most}")]
    OutOfRange {
        /// The stage's name.
        stage: String,
        /// The number.
        workers: usize,
        /// The fewest that the stage may have.
        least: usize,
        /// The most that it may have.
        most: usize,
    },
}
