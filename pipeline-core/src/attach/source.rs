//! How a source is started: a stream of items, polled in the task that feeds the next edge.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::Stream as Items;
use futures::stream::BoxStream;
use pin_project_lite::pin_project;

use crate::engine::containment::contain;
use crate::engine::coop::{Budget, yield_now};
use crate::engine::fusion::{PushStream, PushTo, Pushed};
use crate::engine::port::Inlet;
use crate::engine::supervision::{GateState, OnChange, Pass, Scope, attribute_panic};
use crate::error::StageId;
use crate::meter::StageMeter;
use crate::plan::{Node, Role};
use crate::stream::{IntoStream, Sealed, Stream, Track};

/// What a source may ask of the run it is started in.
pub(crate) struct SourceContext<'a> {
    pub(crate) scope: &'a Scope,
    pub(crate) stage_id: &'a Arc<StageId>,
}

impl SourceContext<'_> {
    /// For a source that others send into: has `waiting` asked how many items wait, of at most so many.
    /// Nothing where nobody looks at the run.
    pub(crate) fn queue(
        &self,
        most: usize,
        waiting: impl Fn() -> u64 + Send + Sync + 'static,
    ) -> Option<WatchedQueue> {
        let meter = self.stage_id.meter.clone()?;
        meter.queue.ask(most as u64, waiting);
        Some(WatchedQueue(meter))
    }

    /// What starts the streams that the source makes while the run goes on.
    pub(crate) fn late_starter(&self) -> LateStarter {
        LateStarter { scope: self.scope.clone(), stage_id: self.stage_id.clone() }
    }
}

/// What waits for a source that others send into, in a run that somebody looks at.
pub(crate) struct WatchedQueue(Arc<StageMeter>);

impl WatchedQueue {
    /// Notes how many wait, before the source takes one in: there never wait more than then.
    #[inline]
    pub(crate) fn note_waiting(&self, waiting: usize) {
        self.0.queue.note(waiting);
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

/// What becomes of a source when its gate is stopped.
pub(crate) enum AtStop<I> {
    /// It is dropped, with what it waits for. One that has not begun is not made.
    Drop,
    /// It is closed, and what it has let in before is given. Others send into it, and hear of a change of the
    /// gate at once.
    Close(fn(Pin<&mut I>), Option<OnChange>),
    /// It is made of sources that stop by themselves. One that has not begun is not made.
    Follow,
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
        Self::source_at(Node::new(word, Role::Source), AtStop::Drop, items)
    }

    /// A source with something to say of itself.
    pub(crate) fn source_at<I>(
        node: Node,
        at_stop: AtStop<I>,
        items: impl FnOnce(&SourceContext<'_>) -> I + Send + 'static,
    ) -> Self
    where
        I: Items<Item = K::Item<T>> + Send + 'static,
    {
        Stream::new(node, Sealed(()), move |scope, node, _| {
            let stage_id = node.stage_id();
            let stopped = scope.gate().state() >= GateState::Stopped;
            let (close, on_change, follows) = match at_stop {
                AtStop::Drop => (None, None, false),
                AtStop::Close(close, on_change) => (Some(close), on_change, false),
                AtStop::Follow => (None, None, true),
            };
            let items = (!stopped || close.is_some())
                .then(|| attribute_panic(stage_id, || items(&SourceContext { scope, stage_id })));
            note_length(stage_id, items.as_ref());
            let pass = (!follows).then(|| scope.gate().pass(on_change));
            let (stage_id, budget) = (stage_id.clone(), Budget::new());
            Inlet::fuse_or_forward(scope, node, Source { items, pass, close, stage_id, budget })
        })
    }
}

/// Notes how many items the source will make, where somebody looks at the run and the items know. What they
/// say is shown, and never relied on: where they cannot say it without a panic, they know nothing.
fn note_length<I: Items>(stage_id: &StageId, items: Option<&I>) {
    let (Some(meter), Some(items)) = (&stage_id.meter, items) else { return };
    contain(|| meter.hint.note(items.size_hint()));
}

pin_project! {
    /// Gives way at intervals, for the whole chain behind it, and asks at its gate once a poll.
    struct Source<I> {
        // Nothing once it was stopped.
        #[pin]
        items: Option<I>,
        // Nothing once it need not ask any more.
        pass: Option<Pass>,
        close: Option<fn(Pin<&mut I>)>,
        stage_id: Arc<StageId>,
        budget: Budget,
    }
}

impl<I: Items + Send> Source<I> {
    /// Ends or closes the items if that was asked for; pending while they are paused.
    fn poll_pass(self: Pin<&mut Self>, cx: &Context<'_>) -> Poll<()> {
        let mut this = self.project();
        let Some(pass) = &this.pass else { return Poll::Ready(()) };
        let state = match pass.state() {
            GateState::Paused => pass.watch(cx),
            state => state,
        };
        match state {
            GateState::Open => return Poll::Ready(()),
            GateState::Paused => return Poll::Pending,
            GateState::Stopped | GateState::Left => *this.pass = None,
        }
        match (this.close, this.items.as_mut().as_pin_mut()) {
            (Some(close), Some(items)) => attribute_panic(this.stage_id, || close(items)),
            _ => contain(|| this.items.set(None)),
        }
        Poll::Ready(())
    }
}

impl<I: Items + Send> PushStream<I::Item> for Source<I> {
    fn poll_push(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        sink: &mut PushTo<'_, I::Item>,
    ) -> Poll<Pushed> {
        loop {
            if self.as_mut().poll_pass(cx).is_pending() {
                return Poll::Pending;
            }
            let this = self.as_mut().project();
            let Some(items) = this.items.as_pin_mut() else { return Poll::Ready(Pushed::End) };
            let pushed = push_items(items, this.stage_id, this.budget, cx, sink);
            if pushed.is_ready() {
                return pushed;
            }
            // Woken for a change of the gate as well; one that has just come is not waited for.
            match this.pass {
                Some(pass) if pass.watch(cx) >= GateState::Stopped => {}
                _ => return Poll::Pending,
            }
        }
    }
}

/// Hands over what the items have ready.
///
/// On its own, so that the compiler has nothing else in its registers: this is the loop that every chain of
/// quick functions spends its time in.
#[inline(never)]
fn push_items<I: Items>(
    mut items: Pin<&mut I>,
    stage_id: &Arc<StageId>,
    budget: &mut Budget,
    cx: &mut Context<'_>,
    sink: &mut PushTo<'_, I::Item>,
) -> Poll<Pushed> {
    loop {
        ready!(budget.poll_proceed(cx));
        match ready!(attribute_panic(stage_id, || items.as_mut().poll_next(cx))) {
            Some(item) => {
                if sink(item).is_break() {
                    return Poll::Ready(Pushed::Full);
                }
            }
            None => return Poll::Ready(Pushed::End),
        }
    }
}
