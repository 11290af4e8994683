//! Inlets whose items are counted, in a run that is watched.

use std::sync::Arc;

use super::inlet::Inlet;
use crate::engine::fusion::{BoxPushStream, count_sent};
use crate::meter::EdgeMeter;
use crate::plan::{Node, Role};

impl Node {
    /// A push stream that goes into the edge behind the stage: counted, where nothing before it is.
    pub(super) fn metered<I: Send + 'static>(&self, chain: BoxPushStream<I>) -> BoxPushStream<I> {
        match self.claim_sent() {
            Some(edge) => count_sent(chain, edge),
            None => chain,
        }
    }
}

impl<I: Send + 'static> Inlet<I> {
    /// What the next stage reads, as it comes from the stage that `node` is: counted, where nothing before
    /// it is. A branch of a split is counted where it is opened.
    pub(crate) fn metered(self, node: &Node) -> Self {
        if node.edge_meter().is_none() || matches!(node.role, Role::Branch(_)) {
            return self;
        }
        match self {
            Self::Fused(chain) => Self::Fused(node.metered(chain)),
            channel => match node.edge_meter().filter(|edge| edge.claim_received()) {
                Some(edge) => channel.received_from(edge.clone()),
                None => channel,
            },
        }
    }

    /// Has what is read counted as received from `edge`.
    pub(crate) fn received_from(mut self, edge: Arc<EdgeMeter>) -> Self {
        match &mut self {
            Self::Mpmc(inlet) => inlet.received.push(edge),
            Self::Spsc(inlet) => inlet.received.push(edge),
            Self::Fused(_) => {}
        }
        self
    }

    /// Whether what is read is counted.
    pub(super) fn is_metered(&self) -> bool {
        match self {
            Self::Mpmc(inlet) => !inlet.received.is_empty(),
            Self::Spsc(inlet) => !inlet.received.is_empty(),
            Self::Fused(_) => false,
        }
    }
}
