//! Ending a part of a pipeline by a signal: the sources before a stage stop, and what is inside is finished.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::engine::fusion::{BoxPushStream, PushStream, PushTo, Pushed};
use crate::engine::port::Inlet;
use crate::engine::supervision::{GroupGuard, Scope, attribute_panic};
use crate::engine::upstream::Upstream;
use crate::plan::Node;
use crate::stream::{Sealed, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage that stops the sources before it when `signal` resolves.
    pub(crate) fn attach_until(
        self,
        node: Node,
        signal: impl Future<Output = ()> + Send + 'static,
    ) -> Stream<T, K> {
        let signal: BoxFuture<'static, ()> = Box::pin(signal);
        // What is before it is started behind a gate of its own, and so only when that is there.
        self.attach_lazily(node, Sealed(()), |scope, node, _, upstream: Upstream<K::Item<T>>| {
            let part = scope.behind(scope.gate().inner());
            let signal = watch(scope, &part, node, signal);
            let input = upstream.start_for(&part, node).into_push();
            Inlet::fuse_or_forward(scope, node, Until { input, signal })
        })
    }
}

/// Waits for the signal in a task of its own, for the stage is polled only when its reader asks.
fn watch(
    scope: &Scope,
    part: &Scope,
    node: &Arc<Node>,
    mut signal: BoxFuture<'static, ()>,
) -> Option<GroupGuard> {
    let gate = part.gate().clone();
    // One that is ready at the start lets nothing in.
    if attribute_panic(node.stage_id(), || (&mut signal).now_or_never()).is_some() {
        gate.leave();
        return None;
    }
    let owner = scope.group();
    owner.spawn(node.stage_id(), (), (), async move {
        signal.await;
        gate.leave();
    });
    Some(owner)
}

struct Until<I> {
    input: BoxPushStream<I>,
    /// The task that waits for the signal, if that has not come.
    signal: Option<GroupGuard>,
}

impl<I> Unpin for Until<I> {}

impl<I: Send + 'static> PushStream<I> for Until<I> {
    fn poll_push(mut self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut PushTo<'_, I>) -> Poll<Pushed> {
        let batch = self.input.as_mut().poll_push(cx, sink);
        if batch == Poll::Ready(Pushed::End)
            && let Some(signal) = self.signal.take()
        {
            // It is no longer waited for, and a failure of it that came before stands.
            signal.ended();
        }
        batch
    }

    fn next_may_be_last(mut self: Pin<&mut Self>) {
        self.input.as_mut().next_may_be_last();
    }
}
