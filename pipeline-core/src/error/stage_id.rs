//! What names a stage.

use std::sync::Arc;

use crate::meter::StageMeter;

/// The name of a stage in one run, and its place in it.
#[derive(Debug)]
pub(crate) struct StageId {
    pub(crate) name: String,
    pub(crate) index: usize,
    /// What is counted of the stage, where its run is watched.
    pub(crate) meter: Option<Arc<StageMeter>>,
    #[cfg(feature = "tracing")]
    pub(crate) spans: super::spans::Spans,
}

impl StageId {
    pub(crate) fn new(name: String, index: usize, meter: Option<Arc<StageMeter>>) -> Self {
        Self {
            name,
            index,
            meter,
            #[cfg(feature = "tracing")]
            spans: Default::default(),
        }
    }
}
