//! Upstreams: what is before a stage, as the stage sees it.

use std::convert::Infallible;
use std::sync::Arc;

use futures::FutureExt;

use super::recipe::{AnyFeed, Links};
use crate::engine::fusion::FromStream;
use crate::engine::port::{Inlet, MpmcInlet, spawn_forwarder};
use crate::engine::supervision::{Scope, escalate};
use crate::error::StageId;
use crate::plan::{Node, Plan};

/// A stream that another stage was attached to: its options are final.
pub(crate) struct Upstream<I> {
    pub(crate) node: Arc<Node>,
    stages: Stages<I>,
}

/// Whether they have been started.
enum Stages<I> {
    Waiting(Links),
    /// Brought to life before the stage that reads them.
    Open(Inlet<I>),
}

impl<I: Send + 'static> Upstream<I> {
    pub(crate) fn waiting(node: Arc<Node>, links: Links) -> Self {
        Self { node, stages: Stages::Waiting(links) }
    }

    pub(crate) fn opened(node: Arc<Node>, inlet: Option<AnyFeed>) -> Self {
        Self { node, stages: Stages::Open(feed_of(inlet)) }
    }

    /// Starts everything up to here.
    pub(crate) fn start(self, scope: &Scope) -> Inlet<I> {
        match self.stages {
            Stages::Waiting(links) => feed_of(links.start(scope)),
            Stages::Open(inlet) => inlet,
        }
    }

    /// Starts what was made only after the run had started, as part of the stage at `stage_id`.
    pub(crate) fn start_late(self, scope: &Scope, stage_id: &Arc<StageId>) -> Inlet<I> {
        let plan = Plan::new([&*self.node]);
        if let Err(error) = plan.check::<Infallible>(scope.clock()) {
            return Inlet::fused(FromStream::new(escalate(stage_id.clone(), error).into_stream()));
        }
        plan.assign_ids(None);
        drop(plan);
        self.start(scope)
    }

    /// Starts everything up to here as an input of the stage at `reader`, with an edge between the
    /// two if that stage has a task of its own.
    pub(crate) fn start_for(self, scope: &Scope, reader: &Node) -> Inlet<I> {
        if reader.has_task() { self.start_channel(scope) } else { self.start(scope) }
    }

    /// The same, with an edge at the end that one task reads.
    pub(crate) fn start_channel(self, scope: &Scope) -> Inlet<I> {
        let node = self.node.clone();
        match self.start(scope) {
            Inlet::Fused(chain) => spawn_forwarder(scope, &node, chain).metered(&node),
            edge => edge,
        }
    }

    /// The same, with an edge at the end that several tasks read.
    pub(crate) fn start_shared(self, scope: &Scope) -> MpmcInlet<I> {
        self.node.share();
        match self.start_channel(scope) {
            Inlet::Mpmc(intake) => intake,
            Inlet::Spsc(_) | Inlet::Fused(_) => unreachable!("what is shared ends in an edge for many"),
        }
    }
}

/// The inlet of the stage before, which that has made of this type.
fn feed_of<I: 'static>(inlet: Option<AnyFeed>) -> Inlet<I> {
    let inlet = inlet.and_then(|inlet| inlet.downcast().ok());
    *inlet.expect("what is before a stage gives the items that the stage takes")
}
