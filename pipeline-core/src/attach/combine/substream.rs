//! Streams made from items: what an operator such as `flat_map_stream` takes, and how it comes to life while
//! the pipeline runs.

use std::fmt;
use std::sync::Arc;

use futures::StreamExt;
use futures::stream::once;

use super::combine::Inputs;
use crate::attach::source::SourceContext;
use crate::engine::call::StageFn;
use crate::engine::supervision::Scope;
use crate::engine::worker::start_workers;
use crate::error::StageId;
use crate::plan::Node;
use crate::stream::{IntoStream, Lift, Plain, Stream, Track, Tunable};

/// What [`Stream::flat_map_stream`], `flatten_stream` and `switch_map` make streams of: a [`Stream`],
/// anything iterable, or a [`futures::Stream`](https://docs.rs/futures/0.3/futures/stream/trait.Stream.html).
///
/// A [`Stream`] is started when its turn comes, as a part of the run: its stages have tasks and options of
/// their own, a failure in it fails the run, and what is left of it is torn down with the stage. Bad options
/// in it are found only then.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let ours = Stream::from_iter([1, 2]).flat_map_stream(|n| Stream::repeat(n).take(2));
/// assert_eq!(ours.collect::<Vec<_>>().await?, [1, 1, 2, 2]);
/// let iterable = Stream::from_iter([1, 2]).flat_map_stream(|n| vec![n; 2]);
/// assert_eq!(iterable.collect::<Vec<_>>().await?, [1, 1, 2, 2]);
/// let theirs = Stream::from_iter([1, 2]).flat_map_stream(|n| futures::stream::iter([n; 2]));
/// assert_eq!(theirs.collect::<Vec<_>>().await?, [1, 1, 2, 2]);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no stream of items",
    label = "neither a `Stream`, nor iterable, nor a `futures::Stream`",
    note = "what a stream is made of must be `Send + 'static`; for a future of a stream use \
            `futures::FutureExt::flatten_stream`"
)]
pub trait Substream<How>: Send + 'static {
    /// What flows.
    type Item: Send + 'static;
    /// The track it flows on.
    type Track: Track;

    #[doc(hidden)]
    fn start(
        self,
        starter: Starter,
    ) -> impl futures::Stream<Item = <Self::Track as Track>::Item<Self::Item>> + Send + 'static;
}

/// The stream is one of this library, or iterable. Tells the two implementations apart; the compiler finds
/// the one that fits.
#[derive(Debug)]
pub struct Own;

/// The stream is a `futures::Stream`.
#[derive(Debug)]
pub struct Foreign;

/// What a stream needs to come to life as a part of a stage.
#[derive(Clone)]
pub struct Starter {
    scope: Scope,
    stage_id: Arc<StageId>,
}

impl fmt::Debug for Starter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Starter").field("stage", &self.stage_id).finish_non_exhaustive()
    }
}

impl<I: IntoStream + Send + 'static> Substream<Own> for I {
    type Item = I::Item;
    type Track = I::Track;

    fn start(
        self,
        starter: Starter,
    ) -> impl futures::Stream<Item = <I::Track as Track>::Item<I::Item>> + Send + 'static {
        self.into_stream().finish().start_late(&starter.scope, &starter.stage_id).into_stream()
    }
}

impl<S: futures::Stream<Item: Send + 'static> + Send + 'static> Substream<Foreign> for S {
    type Item = S::Item;
    type Track = Plain;

    fn start(self, _: Starter) -> impl futures::Stream<Item = S::Item> + Send + 'static {
        self
    }
}

impl Starter {
    fn new(scope: &Scope, stage_id: &Arc<StageId>) -> Self {
        Self { scope: scope.clone(), stage_id: stage_id.clone() }
    }

    /// Brings a stream to life, on the track of the stage.
    pub(crate) fn start<K, How, Sub>(
        &self,
        sub: Sub,
    ) -> impl futures::Stream<Item = K::Item<Sub::Item>> + Send + 'static + use<K, How, Sub>
    where
        K: Track,
        Sub: Substream<How, Track: Lift<K>>,
    {
        sub.start(self.clone()).map(Sub::Track::lift)
    }
}

impl Inputs<'_> {
    /// Starts the streams that the stage makes of items.
    pub(crate) fn starter(&self) -> Starter {
        Starter::new(self.scope, self.stage_id())
    }
}

impl SourceContext<'_> {
    /// Starts the streams that the source makes.
    pub(crate) fn starter(&self) -> Starter {
        Starter::new(self.scope, self.stage_id)
    }
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage whose function gives a stream.
    pub(crate) fn attach_substream<F, Sub, How>(self, node: Node, f: F) -> Stream<Sub::Item, K, Tunable<T>>
    where
        F: Fn(T) -> Sub + Send + Sync + 'static,
        Sub: Substream<How, Track: Lift<K>>,
        How: 'static,
    {
        self.attach(node.with_own_task(), Tunable::new(), move |scope, node, _, upstream| {
            let starter = Starter::new(scope, node.stage_id());
            let work = StageFn::stream(move |item| match K::branch(item) {
                Ok(value) => starter.start::<K, How, Sub>(f(value)).left_stream(),
                Err(residual) => once(async { K::residual(residual) }).right_stream(),
            });
            start_workers(scope, node, upstream, work)
        })
    }
}
