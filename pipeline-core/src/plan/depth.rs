//! How much of a thread's stack a stage and those before it in its task take.

/// What a stage and those before it in the same task take.
#[derive(Debug, Default)]
pub(crate) struct Depth {
    /// The size of an item that leaves the stage.
    pub(super) bytes: usize,
    pub(super) stack: usize,
    pub(super) nested: usize,
}
