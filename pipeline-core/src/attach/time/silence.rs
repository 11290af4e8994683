//! Inputs that are silent for too long.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::Instant;

use super::clock::{Timer, after};
use crate::engine::fusion::{Input, PushStream, PushTo, Pushed};
use crate::engine::port::Inlet;
use crate::engine::supervision::attribute_panic;
use crate::error::StageId;
use crate::plan::Node;
use crate::stream::{Sealed, Stream as Pipeline, Track};

/// What is made of a silence.
pub(crate) enum Silence<I> {
    /// An item, after which the input is asked on.
    Filled(I),
    /// The last item: the input is left.
    Ended(I),
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Pipeline<T, K, S> {
    /// Attaches a stage that hands on every item, and asks `on_silence` when none has come for `gap` while
    /// one was asked for.
    ///
    /// The time in which its reader is busy does not count, since nothing is asked for then.
    pub(crate) fn attach_on_silence<K2, F>(
        self,
        node: Node,
        gap: Duration,
        convert: fn(K::Item<T>) -> K2::Item<T>,
        on_silence: F,
    ) -> Pipeline<T, K2>
    where
        K2: Track,
        F: FnMut(&Arc<StageId>) -> Silence<K2::Item<T>> + Send + 'static,
    {
        self.attach(node, Sealed(()), move |scope, node, _, upstream| {
            let chain = SilencePush {
                input: Some(Input::new(upstream.start_for(scope, node).into_push())),
                gap,
                convert,
                on_silence,
                since: None,
                timer: Timer::default(),
                stage_id: node.stage_id().clone(),
            };
            Inlet::fuse_or_forward(scope, node, chain)
        })
    }
}

struct SilencePush<In, C, F> {
    /// Nothing once it was left.
    input: Option<Input<In>>,
    gap: Duration,
    convert: C,
    on_silence: F,
    /// When the silence began, if there is one.
    since: Option<Instant>,
    timer: Timer,
    stage_id: Arc<StageId>,
}

// No field is pinned in place: the input and the timer are behind boxes, and the functions are moved freely.
impl<In, C, F> Unpin for SilencePush<In, C, F> {}

impl<In, Out, C, F> PushStream<Out> for SilencePush<In, C, F>
where
    In: Send,
    C: Fn(In) -> Out + Send,
    F: FnMut(&Arc<StageId>) -> Silence<Out> + Send,
{
    fn calls(&self) -> usize {
        self.input.as_ref().map_or(0, Input::calls)
    }

    fn poll_push(self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut PushTo<'_, Out>) -> Poll<Pushed> {
        let Self { input, gap, convert, on_silence, since, timer, stage_id } = self.get_mut();
        loop {
            let Some(chain) = input else { return Poll::Ready(Pushed::End) };
            let mut is_silent = true;
            let batch = chain.poll_push(cx, &mut |item| {
                is_silent = false;
                sink(convert(item))
            });
            if !is_silent {
                *since = None;
            }
            if batch.is_ready() {
                return batch;
            }
            let since_when = *since.get_or_insert_with(Instant::now);
            ready!(timer.poll_until(after(since_when, *gap), cx));
            *since = None;
            let flow = match attribute_panic(stage_id, || on_silence(stage_id)) {
                Silence::Filled(item) => sink(item),
                Silence::Ended(item) => {
                    *input = None;
                    sink(item)
                }
            };
            if flow == ControlFlow::Break(()) {
                return Poll::Ready(Pushed::Full);
            }
        }
    }
}
