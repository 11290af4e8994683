//! How a source comes to life: a stream of items, polled in the task that feeds the next edge.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::Stream as Items;
use pin_project_lite::pin_project;

use crate::engine::coop::Pace;
use crate::engine::fusion::{Batch, Chain, Sink};
use crate::engine::port::{Feed, feed_edge};
use crate::engine::supervision::{Scope, blame};
use crate::error::Site;
use crate::plan::{Node, Role};
use crate::stream::{Sealed, Stream, Track};

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
                Some(_) => feed_edge(scope, node, Box::pin(items)),
            }
        })
    }
}

pin_project! {
    /// Gives way at intervals, for the whole chain behind it.
    struct Source<I> {
        #[pin]
        items: I,
        site: Arc<Site>,
        pace: Pace,
    }
}

impl<I: Items + Send> Chain<I::Item> for Source<I> {
    fn poll_batch(self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut Sink<'_, I::Item>) -> Poll<Batch> {
        let mut this = self.project();
        loop {
            ready!(this.pace.poll(cx));
            match ready!(blame(this.site, || this.items.as_mut().poll_next(cx))) {
                Some(item) => {
                    if sink(item).is_break() {
                        return Poll::Ready(Batch::Full);
                    }
                }
                None => return Poll::Ready(Batch::End),
            }
        }
    }
}
