//! How a source comes to life: a stream of items, polled in the task that feeds the next edge.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::Stream as Items;
use pin_project_lite::pin_project;

use crate::feed::{Feed, feed_edge};
use crate::node::{Node, Role, Site};
use crate::pace::Pace;
use crate::scope::Scope;
use crate::stage::Sealed;
use crate::stream::Stream;
use crate::task::blame;
use crate::track::Track;

/// What a source may ask of the run it is started in.
pub(crate) struct Start<'a> {
    pub(crate) scope: &'a Scope,
    pub(crate) site: &'a Arc<Site>,
}

impl<T: Send + 'static, K: Track> Stream<T, K> {
    /// A source; `items` is called when the run starts.
    pub(crate) fn source<I>(word: &'static str, items: impl FnOnce(&Start<'_>) -> I + Send + 'static) -> Self
    where
        I: Items<Item = K::Item<T>> + Send + 'static,
    {
        Self::source_at(Node::new(word, Role::Source), items)
    }

    /// A source with something to say of itself.
    pub(crate) fn source_at<I>(node: Node, items: impl FnOnce(&Start<'_>) -> I + Send + 'static) -> Self
    where
        I: Items<Item = K::Item<T>> + Send + 'static,
    {
        Stream::new(node, Sealed(()), move |scope, node, _| {
            let site = node.site();
            let items = blame(site, || items(&Start { scope, site }));
            let items = Source { items, site: site.clone(), pace: Pace::new() };
            match node.buffer {
                None => Feed::fused(items),
                Some(capacity) => Feed::Edge(feed_edge(scope, site, capacity, Box::pin(items))),
            }
        })
    }
}

pin_project! {
    /// Polls a source under its own name, and gives way now and then: whatever is fused behind it does so too.
    struct Source<I> {
        #[pin]
        items: I,
        site: Arc<Site>,
        pace: Pace,
    }
}

impl<I: Items> Items for Source<I> {
    type Item = I::Item;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I::Item>> {
        let this = self.project();
        ready!(this.pace.poll(cx));
        blame(this.site, || this.items.poll_next(cx))
    }
}
