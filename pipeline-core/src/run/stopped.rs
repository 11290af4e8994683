//! `Stopped`: how a run ended that was given a time to finish.

/// How a run ended that was given a time to finish, from
/// [`Control::stop_within`](crate::Control::stop_within).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let running = Stream::repeat(1).drain().spawn();
/// let stopped = running.control().stop_within(std::time::Duration::from_secs(5)).await;
/// assert!(stopped.in_time);
/// assert_eq!(stopped.dropped, 0);
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stopped {
    /// Whether the run had ended by then; otherwise it was aborted.
    pub in_time: bool,
    /// Items that have arrived at a terminal since the stop, and that it was through with.
    pub drained: usize,
    /// Items that were inside when the run was aborted, and are dropped: those that waited on edges and in
    /// channels, and those that stages had in hand or kept, such as a chunk that was not full. What was left
    /// of a `flat_map` counts as one.
    ///
    /// Together the two are what was inside at the stop only where each item gives one. An item that is
    /// handed from one task to another at the very moment of the abort may be missed.
    pub dropped: usize,
}
