//! What happens in a stage beside calls.

/// What happens in a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StageMark {
    /// An item has failed.
    Error,
    /// A call is made again.
    Retry,
    /// A call took too long.
    Timeout,
}
