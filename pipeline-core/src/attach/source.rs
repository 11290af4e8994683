//! How a source is started: a stream of items, polled in the task that feeds the next edge.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::Stream as Items;
use futures::stream::BoxStream;
use pin_project_lite::pin_project;

use crate::engine::coop::{Budget, yield_now};
use crate::engine::fusion::{PushStream, PushTo, Pushed};
use crate::engine::port::{Inlet, spawn_forwarder};
use crate::engine::supervision::{Scope, attribute_panic};
use crate::error::StageId;
use crate::plan::{Node, Role};
use crate::stream::{IntoStream, Sealed, Stream, Track};

/// What a source may ask of the run it is started in.
pub(crate) struct SourceContext<'a> {
    pub(crate) scope: &'a Scope,
    pub(crate) stage_id: &'a Arc<StageId>,
}

impl SourceContext<'_> {
    /// What starts the streams that the source makes while the run goes on.
    pub(crate) fn late_starter(&self) -> LateStarter {
        LateStarter { scope: self.scope.clone(), stage_id: self.stage_id.clone() }
    }
}

/// Starts streams that are made while the run goes on, as parts of the source that makes them.
pub(crate) struct LateStarter {
    scope: Scope,
    stage_id: Arc<StageId>,
}

impl LateStarter {
    pub(crate) fn start<I>(&self, made: I) -> BoxStream<'static, <I::Track as Track>::Item<I::Item>>
    where
        I: IntoStream,
    {
        made.into_stream().finish().start_late(&self.scope, &self.stage_id).into_stream()
    }

    /// Lets every other task that is ready run first.
    pub(crate) async fn yield_now(&self) {
        yield_now(self.scope.executor()).await;
    }
}

impl<T: Send + 'static, K: Track> Stream<T, K> {
    /// A source; `items` is called when the run starts.
    pub(crate) fn source<I>(
        word: &'static str,
        items: impl FnOnce(&SourceContext<'_>) -> I + Send + 'static,
    ) -> Self
    where
        I: Items<Item = K::Item<T>> + Send + 'static,
    {
        Self::source_at(Node::new(word, Role::Source), items)
    }

    /// A source with something to say of itself.
    pub(crate) fn source_at<I>(
        node: Node,
        items: impl FnOnce(&SourceContext<'_>) -> I + Send + 'static,
    ) -> Self
    where
        I: Items<Item = K::Item<T>> + Send + 'static,
    {
        Stream::new(node, Sealed(()), move |scope, node, _| {
            let stage_id = node.stage_id();
            let items = attribute_panic(stage_id, || items(&SourceContext { scope, stage_id }));
            let items = Source { items, stage_id: stage_id.clone(), budget: Budget::new() };
            match node.has_forwarder() {
                false => Inlet::fused(items),
                true => spawn_forwarder(scope, node, Box::pin(items)),
            }
        })
    }
}

pin_project! {
    /// Gives way at intervals, for the whole chain behind it.
    struct Source<I> {
        #[pin]
        items: I,
        stage_id: Arc<StageId>,
        budget: Budget,
    }
}

impl<I: Items + Send> PushStream<I::Item> for Source<I> {
    fn poll_push(self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut PushTo<'_, I::Item>) -> Poll<Pushed> {
        let mut this = self.project();
        loop {
            ready!(this.budget.poll_proceed(cx));
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
