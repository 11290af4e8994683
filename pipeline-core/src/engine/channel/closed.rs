//! The error of a send whose receiver is gone.

/// The stage that read this edge has gone.
#[derive(Debug)]
pub(crate) struct Closed;
