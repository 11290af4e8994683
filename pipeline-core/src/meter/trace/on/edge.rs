//! Edges whose queues are traced.

use std::sync::{Arc, Mutex, OnceLock};

use super::event::Event;
use super::tracer::Tracer;
use crate::engine::lock::lock;

/// An edge's part in the trace of its run, where that is traced.
#[derive(Debug, Default)]
pub(crate) struct EdgeTrace(OnceLock<TracedEdge>);

#[derive(Debug)]
struct TracedEdge {
    tracer: Arc<Tracer>,
    index: u32,
    /// How many items waited when that was last written down.
    told: Mutex<u64>,
}

impl EdgeTrace {
    pub(crate) fn begin(&self, tracer: &Arc<Tracer>, index: u32) {
        let _ = self.0.set(TracedEdge { tracer: tracer.clone(), index, told: Mutex::new(0) });
    }

    #[inline]
    pub(crate) fn is_on(&self) -> bool {
        self.0.get().is_some()
    }

    /// Writes down how many items wait, which `waiting` tells, where that has changed.
    pub(crate) fn sample(&self, waiting: impl FnOnce() -> u64) {
        if let Some(edge) = self.0.get() {
            // Under the lock, so that they are written in the order in which they were read.
            let mut told = lock(&edge.told);
            let items = waiting();
            if *told != items {
                *told = items;
                let at = edge.tracer.now();
                edge.tracer.record(at, Event::Waiting { edge: edge.index, at, items });
            }
        }
    }
}
