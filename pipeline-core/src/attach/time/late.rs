//! Attaching a stage that starts what is before it only after a while.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use futures::StreamExt;
use futures::stream::once;

use crate::engine::fusion::FromStream;
use crate::engine::port::Inlet;
use crate::engine::supervision::{GateState, Pass, Scope};
use crate::engine::upstream::Upstream;
use crate::plan::Node;
use crate::stream::{Sealed, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage that waits for a future before it starts what is before it, and then hands on its
    /// items. A stop cuts the waiting short.
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
            let pass = scope.gate().pass(None);
            let items = once(async move {
                until_stopped(pass, wait()).await;
                upstream.start_for(&scope_then, &node_then).into_stream()
            });
            Inlet::fuse_or_forward(scope, node, FromStream::new(items.flatten()))
        };
        self.attach_lazily(node, Sealed(()), recipe)
    }
}

/// Waits for the future or a stop, whichever comes first: what is before ends by itself when it is started
/// after a stop, and channels among it give what they have accepted.
async fn until_stopped(pass: Pass, wait: impl Future<Output = ()>) {
    let mut wait = pin!(wait);
    poll_fn(|cx| match pass.watch(cx) {
        GateState::Stopped | GateState::Left => Poll::Ready(()),
        GateState::Open | GateState::Paused => wait.as_mut().poll(cx),
    })
    .await;
}
