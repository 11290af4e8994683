//! Attaching a stage that reads several streams at once, or one stream in a way of its own: written as a
//! `futures::Stream` over its inputs.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::StreamExt;
use futures::stream::{BoxStream, once};
use pin_project_lite::pin_project;

use crate::engine::fusion::{PushStream, PushTo, Pushed};
use crate::engine::port::Inlet;
use crate::engine::supervision::{Scope, attribute_panic};
use crate::engine::upstream::Upstream;
use crate::error::StageId;
use crate::plan::Node;
use crate::stream::{Sealed, Stream, Track};

/// Another stream that a stage reads, beside the one it is attached to. It has not been started.
pub(crate) struct OtherInput<I>(Upstream<I>);

/// What a stage of several inputs may ask for when it starts.
pub(crate) struct Inputs<'a> {
    pub(super) scope: &'a Scope,
    node: &'a Arc<Node>,
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Makes the stream a further input of `node`.
    pub(crate) fn into_input_of(self, node: &mut Node) -> OtherInput<K::Item<T>> {
        let upstream = self.finish();
        node.inputs.push(upstream.node.clone());
        OtherInput(upstream)
    }

    /// Attaches a stage that is a stream over its inputs: `make` gets the first, and starts the others.
    ///
    /// A panic in what it makes, or in `make`, is attributed to this stage.
    pub(crate) fn attach_stream_fn<U, K2, St>(
        self,
        node: Node,
        make: impl FnOnce(BoxStream<'static, K::Item<T>>, &Inputs<'_>) -> St + Send + 'static,
    ) -> Stream<U, K2>
    where
        U: Send + 'static,
        K2: Track,
        St: futures::Stream<Item = K2::Item<U>> + Send + 'static,
    {
        self.attach(node, Sealed(()), |scope, node, _, upstream| {
            let first = upstream.start_for(scope, node).into_stream();
            let stage_id = node.stage_id().clone();
            let items = attribute_panic(&stage_id, || make(first, &Inputs { scope, node }));
            Inlet::fuse_or_forward(scope, node, Combined { items, stage_id })
        })
    }
}

impl Inputs<'_> {
    /// The stage that reads them.
    pub(crate) fn stage_id(&self) -> &Arc<StageId> {
        self.node.stage_id()
    }

    /// Brings an input to life.
    pub(crate) fn start<I: Send + 'static>(&self, input: OtherInput<I>) -> BoxStream<'static, I> {
        input.0.start_for(self.scope, self.node).into_stream()
    }

    /// An input that comes to life when it is first asked for an item, or never.
    pub(crate) fn start_when_asked<I: Send + 'static>(&self, input: OtherInput<I>) -> BoxStream<'static, I> {
        let (scope, node) = (self.scope.clone(), self.node.clone());
        once(async move { input.0.start_for(&scope, &node).into_stream() }).flatten().boxed()
    }
}

pin_project! {
    /// The stream that a stage is, as a push stream. It is asked under the name of its stage; the inputs have
    /// names of their own.
    struct Combined<St> {
        #[pin]
        items: St,
        stage_id: Arc<StageId>,
    }
}

impl<St: futures::Stream + Send> PushStream<St::Item> for Combined<St> {
    fn poll_push(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        sink: &mut PushTo<'_, St::Item>,
    ) -> Poll<Pushed> {
        let mut this = self.project();
        loop {
            match ready!(attribute_panic(this.stage_id, || this.items.as_mut().poll_next(cx))) {
                Some(item) => {
                    if sink(item).is_break() {
                        return Poll::Ready(Pushed::Full);
                    }
                }
                None => return Poll::Ready(Pushed::End),
            }
        }
    }
}
