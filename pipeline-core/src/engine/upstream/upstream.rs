//! Upstreams: what is before a stage, as the stage sees it.

use std::convert::Infallible;
use std::sync::Arc;

use futures::FutureExt;

use super::recipe::{AnyFeed, Links};
use crate::engine::fusion::Polled;
use crate::engine::port::{Feed, Intake, feed_edge};
use crate::engine::supervision::{Scope, escalate};
use crate::error::Site;
use crate::plan::{Node, Plan};

/// A stream that another stage was attached to: its options are final.
pub(crate) struct Upstream<I> {
    pub(crate) node: Arc<Node>,
    stages: Stages<I>,
}

enum Stages<I> {
    Waiting(Links),
    /// Brought to life before the stage that reads them.
    Open(Feed<I>),
}

impl<I: Send + 'static> Upstream<I> {
    pub(crate) fn waiting(node: Arc<Node>, links: Links) -> Self {
        Self { node, stages: Stages::Waiting(links) }
    }

    pub(crate) fn opened(node: Arc<Node>, feed: Option<AnyFeed>) -> Self {
        Self { node, stages: Stages::Open(feed_of(feed)) }
    }

    /// Brings everything up to here to life.
    pub(crate) fn open(self, scope: &Scope) -> Feed<I> {
        match self.stages {
            Stages::Waiting(links) => feed_of(links.open(scope)),
            Stages::Open(feed) => feed,
        }
    }

    /// Brings to life what was made only after the run had started, as part of the stage at `site`.
    pub(crate) fn open_late(self, scope: &Scope, site: &Arc<Site>) -> Feed<I> {
        let plan = Plan::new([&*self.node]);
        if let Err(error) = plan.check::<Infallible>(scope.has_clock()) {
            return Feed::fused(Polled::new(escalate(site.clone(), error).into_stream()));
        }
        plan.settle_names();
        drop(plan);
        self.open(scope)
    }

    /// Brings everything up to here to life as an input of the stage at `reader`, with an edge between the two if that stage
    /// has a task of its own.
    pub(crate) fn open_for(self, scope: &Scope, reader: &Node) -> Feed<I> {
        match reader.has_task() {
            true => self.edge(scope),
            false => self.open(scope),
        }
    }

    /// The same, with an edge at the end that one task reads.
    pub(crate) fn edge(self, scope: &Scope) -> Feed<I> {
        let node = self.node.clone();
        match self.open(scope) {
            Feed::Fused(chain) => feed_edge(scope, &node, chain),
            edge => edge,
        }
    }

    /// The same, with an edge at the end that several tasks read.
    pub(crate) fn shared(self, scope: &Scope) -> Intake<I> {
        self.node.share();
        match self.edge(scope) {
            Feed::Shared(intake) => intake,
            Feed::Line(_) | Feed::Fused(_) => unreachable!("what is shared ends in an edge for many"),
        }
    }
}

/// The feed of the stage before, which that has made of this type.
fn feed_of<I: 'static>(feed: Option<AnyFeed>) -> Feed<I> {
    let feed = feed.and_then(|feed| feed.downcast().ok());
    *feed.expect("what is before a stage gives the items that the stage takes")
}
