//! Attaching a stage that starts what is before it only after a while.

use std::future::Future;
use std::sync::Arc;

use futures::StreamExt;
use futures::stream::once;

use crate::engine::fusion::FromStream;
use crate::engine::port::Inlet;
use crate::engine::supervision::Scope;
use crate::engine::upstream::Upstream;
use crate::plan::Node;
use crate::stream::{Sealed, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage that waits for a future before it starts what is before it, and then hands on its
    /// items.
    pub(crate) fn attach_after<Fut>(
        self,
        node: Node,
        wait: impl FnOnce() -> Fut + Send + 'static,
    ) -> Stream<T, K>
    where
        Fut: Future<Output = ()> + Send + 'static,
    {
        let recipe = move |scope: &Scope, node: &Arc<Node>, _, upstream: Upstream<K::Item<T>>| {
            let (scope_then, node_then) = (scope.clone(), node.clone());
            let items = once(async move {
                wait().await;
                upstream.start_for(&scope_then, &node_then).into_stream()
            });
            Inlet::fuse_or_forward(scope, node, FromStream::new(items.flatten()))
        };
        self.attach_lazily(node, Sealed(()), recipe)
    }
}
