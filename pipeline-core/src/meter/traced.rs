//! Runs that are traced.

use std::collections::HashMap;
use std::sync::Arc;

use super::run::RunMeter;
use super::trace::{Flow, TraceSink, Tracer};

/// Where the stages and edges of a graph are in the plan of its run.
#[derive(Debug, Default)]
pub(crate) struct TraceLayout {
    pub(crate) stages: Vec<usize>,
    /// The edges with a channel: which one, and the stage or branch that it is behind.
    pub(crate) edges: Vec<(usize, usize)>,
    /// Stages of which the second makes its calls for items in the order in which the first has sent them.
    pub(crate) followed: Vec<(usize, usize)>,
}

impl RunMeter {
    /// Has what happens in the run written down, from now on.
    pub(crate) fn trace_into(&self, sinks: Vec<Arc<dyn TraceSink>>, layout: &TraceLayout) {
        let tracer = Arc::new(Tracer::new(sinks, self.start.clone()));
        let (mut inlets, mut outlets) = (HashMap::new(), HashMap::new());
        for &(from, to) in &layout.followed {
            let flow = Arc::new(Flow::default());
            outlets.insert(from, flow.clone());
            inlets.insert(to, flow);
        }
        for (index, &place) in layout.stages.iter().enumerate() {
            let (stage, ends) = (&self.stages[place], [inlets.remove(&place), outlets.remove(&place)]);
            stage.trace.begin(&tracer, index as u32, stage.shape.workers, ends);
        }
        for &(edge, place) in &layout.edges {
            self.stages[place].edge.trace.begin(&tracer, edge as u32);
        }
        self.trace.begin(tracer);
    }
}
