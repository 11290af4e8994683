//! Feeds: what a stage reads from. Either the end of an edge, or a fused chain.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::stream::BoxStream;
use futures::{Stream, StreamExt};

use crate::edge::{Capacity, Rx, RxStream, edge};
use crate::node::{Node, Site};
use crate::pace::Pace;
use crate::scope::{Owner, Scope};

/// What a stage reads from. Dropping it tears down the tasks behind it.
pub(crate) enum Feed<I> {
    /// The end of an edge, with a task of its own behind it.
    Edge(Intake<I>),
    /// Functions that are called in the task that reads.
    Fused(BoxStream<'static, I>),
}

/// The end of an edge and the tasks behind it; the workers of a stage share one.
pub(crate) struct Intake<I> {
    rx: Rx<I>,
    owner: Arc<Owner>,
}

impl<I> Intake<I> {
    pub(crate) fn new(rx: Rx<I>, owner: impl Into<Arc<Owner>>) -> Self {
        Self { rx, owner: owner.into() }
    }

    /// The next item; for the top level of a worker's task.
    #[inline]
    pub(crate) async fn next(&self) -> Option<I> {
        let item = self.rx.recv().await;
        if item.is_none() {
            self.owner.ended();
        }
        item
    }
}

impl<I: Send + 'static> Feed<I> {
    /// What a stage hands on that makes a stream of its inputs: behind an edge if it has a task of its own.
    pub(crate) fn of_stage(
        scope: &Scope,
        node: &Node,
        stream: impl Stream<Item = I> + Send + 'static,
    ) -> Self {
        match node.has_task() {
            true => Self::Edge(feed_edge(scope, node.site(), node.capacity(), Box::pin(stream))),
            false => Self::fused(stream),
        }
    }

    pub(crate) fn fused(stream: impl Stream<Item = I> + Send + 'static) -> Self {
        Self::Fused(Box::pin(stream))
    }

    /// The feed as something to loop over.
    pub(crate) fn into_reader(self) -> Reader<I> {
        Reader { feed: self, pace: Pace::new() }
    }

    /// The feed as a stream that may be polled from anywhere.
    pub(crate) fn into_stream(self) -> BoxStream<'static, I> {
        match self {
            Self::Edge(Intake { rx, owner }) => Box::pin(EdgeStream { items: rx.into_stream(), owner }),
            Self::Fused(stream) => stream,
        }
    }

    /// The feed as the end of an edge; a fused chain gets a task that feeds one.
    pub(crate) fn into_intake(self, scope: &Scope, site: &Arc<Site>, capacity: Capacity) -> Intake<I> {
        let stream = match self {
            Self::Edge(intake) => return intake,
            Self::Fused(stream) => stream,
        };
        feed_edge(scope, site, capacity, stream)
    }
}

/// Reads a feed at the top level of a task that is its only reader.
pub(crate) struct Reader<I> {
    feed: Feed<I>,
    pace: Pace,
}

impl<I> Reader<I> {
    #[inline]
    pub(crate) async fn next(&mut self) -> Option<I> {
        match &mut self.feed {
            Feed::Edge(intake) => {
                self.pace.step().await;
                intake.next().await
            }
            // A fused chain gives way by itself.
            Feed::Fused(stream) => stream.next().await,
        }
    }
}

/// Starts a task that feeds a stream's items into a new edge.
pub(crate) fn feed_edge<I: Send + 'static>(
    scope: &Scope,
    site: &Arc<Site>,
    capacity: Capacity,
    mut stream: BoxStream<'static, I>,
) -> Intake<I> {
    let (tx, rx) = edge(capacity);
    let tx = Arc::new(tx);
    let owner = scope.group();
    let hold = tx.clone();
    owner.spawn(site, hold, async move {
        while let Some(item) = stream.next().await {
            if tx.send(item).await.is_err() {
                return;
            }
        }
    });
    Intake::new(rx, owner)
}

struct EdgeStream<I> {
    items: RxStream<I>,
    owner: Arc<Owner>,
}

impl<I> Stream for EdgeStream<I> {
    type Item = I;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I>> {
        let item = ready!(Pin::new(&mut self.items).poll_next(cx));
        if item.is_none() {
            self.owner.ended();
        }
        Poll::Ready(item)
    }
}
