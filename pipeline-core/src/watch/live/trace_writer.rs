//! Who writes the trace of a run.

use std::sync::Arc;

use crate::meter::TraceSink;
use crate::plan::Graph;

/// What writes the trace of a run.
pub(crate) trait TraceWriter: TraceSink {
    /// Notes the name of the run and its graph, before anything else of it.
    fn begin(self: Arc<Self>, name: Option<&str>, graph: &Graph);
}
