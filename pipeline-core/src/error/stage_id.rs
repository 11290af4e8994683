//! What names a stage.

/// The name of a stage in one run, and its place in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct StageId {
    pub(crate) name: String,
    pub(crate) index: usize,
}
