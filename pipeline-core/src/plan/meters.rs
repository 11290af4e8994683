//! The meters of a run that is watched, made of its plan.

use std::collections::HashMap;
use std::sync::Arc;

use super::capacity::Capacity;
use super::node::Node;
use super::plan::Plan;
use crate::meter::{EdgeMeter, RunMeter, Shape, StageMeter, Timing};

impl Plan<'_> {
    /// A meter for each stage, in the order of the plan, in which these calls are timed.
    pub(crate) fn meters(&self, timing: Timing) -> RunMeter {
        RunMeter::new(timing, |start, history| {
            let meter = |node: &&Node| {
                Arc::new(StageMeter::new(node.shape(), node.room(), start.clone(), history.clone()))
            };
            let meters: Vec<_> = self.nodes.iter().map(meter).collect();
            let places: HashMap<*const Node, usize> =
                self.nodes.iter().enumerate().map(|(place, node)| (&raw const **node, place)).collect();
            for (node, meter) in self.nodes.iter().zip(&meters) {
                let edge = |input: &Arc<Node>| meters[places[&Arc::as_ptr(input)]].edge.clone();
                meter.reads(node.inputs.iter().map(edge).collect());
            }
            self.note_expected(&meters, &places);
            meters
        })
    }
}

impl Node {
    /// What is counted of the edge behind the stage, where its run is watched.
    pub(crate) fn edge_meter(&self) -> Option<&Arc<EdgeMeter>> {
        self.stage_id().meter.as_ref().map(|meter| &meter.edge)
    }

    /// The same, for the part of the stage that counts what is sent; nothing where another does already.
    pub(crate) fn claim_sent(&self) -> Option<Arc<EdgeMeter>> {
        self.edge_meter().filter(|edge| edge.claim_sent()).cloned()
    }

    /// The same, for its workers: what may overflow is sent by the task that keeps it until then.
    pub(crate) fn claim_sent_by_workers(&self) -> Option<Arc<EdgeMeter>> {
        if self.overflow.is_some() { None } else { self.claim_sent() }
    }

    fn shape(&self) -> Shape {
        let keeps = (self.ordered || self.by_key) && self.workers > 1;
        let inside = match self.frontier {
            Some(frontier) => Some(frontier.bound()),
            None => keeps.then(|| Some(self.window() as u64)),
        };
        let kept = self.overflow.map(|_| self.overflow_room() as u64);
        let holds = match (inside, kept) {
            (Some(inside), Some(kept)) => Some(inside.map(|inside| inside.saturating_add(kept))),
            (inside, kept) => inside.or(kept.map(Some)),
        };
        Shape { workers: self.workers, holds }
    }

    /// How many items may wait on the edge behind the stage. Where they overflow, none is refused.
    fn room(&self) -> Option<u64> {
        if self.overflow.is_some() { None } else { self.capacity().bound() }
    }
}

impl Capacity {
    fn bound(self) -> Option<u64> {
        match self {
            Self::Items(n) => Some(n as u64),
            Self::Unbounded => None,
        }
    }
}
