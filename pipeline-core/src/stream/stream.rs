//! `Stream`: a lazy recipe that yields items.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use futures::StreamExt;

use super::state::{Mode, Sealed, Tunable};
use super::track::{Lift, Plain, Track};
use crate::engine::fusion::FromStream;
use crate::engine::port::Inlet;
use crate::engine::supervision::Scope;
use crate::engine::upstream::{AnyFeed, Links, Upstream};
use crate::plan::Node;

/// A lazy recipe that yields items `T`. Nothing runs before a terminal closes it and the run is awaited.
///
/// `K` is the [`Track`]: [`Plain`], or [`Fallible<E>`](crate::Fallible) where items are results. `S` says
/// whether the last stage takes `.workers(n)` ([`Tunable`]) or not ([`Sealed`]); `From` turns the first into
/// the second, so that functions can return a plain `Stream<T>`.
///
/// A stream is used up by running it: a source that gives its items once cannot silently give none the second
/// time. To run something twice, write a function that builds it.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// fn squares(n: u64) -> Stream<u64> {
///     Stream::from_iter(0..n).map(|n| n * n).into()
/// }
/// assert_eq!(squares(4).collect::<Vec<_>>().await?, [0, 1, 4, 9]);
/// # Ok(()) }
/// ```
///
/// # Where its words are
///
/// | heading | for example |
/// |---|---|
/// | [Sources](#sources) | `from_iter`, `from_stream`, `channel`, `lines`, `interval` |
/// | [Which items](#which-items) | `filter`, `take`, `skip_while`, `dedup`, `distinct` |
/// | [One by one](#one-by-one) | `map`, `flat_map`, `scan`, `expand` |
/// | [In groups](#in-groups) | `chunks`, `chunks_timeout`, `tumbling`, `session` |
/// | [With errors](#with-errors) | `try_map`, `recover`, `divert_err`, `or_fail` |
/// | [In time](#in-time) | `throttle`, `debounce`, `idle_timeout`, `take_until_future` |
/// | [By key](#by-key) | `map_by_key`, `chunks_by_key` |
/// | [Splitting and joining](#splitting-and-joining) | `tee`, `route`, `merge`, `zip` |
/// | [Streams of streams](#streams-of-streams) | `flat_map_stream`, `switch_map` |
/// | [Parts of your own](#parts-of-your-own) | `via` |
/// | [Options](#options) | `workers`, `ordered`, `buffer`, `retry`, `timeout`, `name` |
/// | [Terminals](#terminals) | `collect`, `for_each`, `fold`, `count`, `open` |
#[must_use = "a stream does nothing until a terminal such as `collect()` closes it and the run is awaited"]
pub struct Stream<T: Send + 'static, K: Track = Plain, S = Sealed> {
    pub(crate) node: Node,
    pub(crate) state: S,
    pub(crate) recipe: Recipe<K::Item<T>, S>,
    /// The stages before the last.
    links: Links,
}

/// A stream of results: its items are `Result<T, StageError<E>>`.
///
/// ```
/// # use pipeline_core::prelude::*;
/// fn numbers(lines: Vec<String>) -> TryStream<i32, std::num::ParseIntError> {
///     Stream::from_iter(lines).try_map(|line| line.parse()).into()
/// }
/// # drop(numbers(vec![]));
/// ```
pub type TryStream<T, E> = Stream<T, super::track::Fallible<E>>;

/// How a stage is started: its options are final when this is called. It gets the inlet of the stage before
/// it, if there is one.
type Recipe<I, S> = Box<dyn FnOnce(&Scope, &Arc<Node>, S, Option<AnyFeed>) -> Inlet<I> + Send>;

impl<T: Send + 'static, K: Track, S> Stream<T, K, S> {
    pub(crate) fn new(
        node: Node,
        state: S,
        recipe: impl FnOnce(&Scope, &Arc<Node>, S) -> Inlet<K::Item<T>> + Send + 'static,
    ) -> Self {
        let recipe: Recipe<_, S> = Box::new(move |scope, node, state, _| recipe(scope, node, state));
        Self { node, state, recipe, links: Links::default() }
    }

    /// Makes the options final.
    pub(crate) fn finish(self) -> Upstream<K::Item<T>>
    where
        S: Send + 'static,
    {
        let (node, links) = self.into_links();
        Upstream::waiting(node, links)
    }

    fn into_links(self) -> (Arc<Node>, Links)
    where
        S: Send + 'static,
    {
        let Self { mut node, state, recipe, mut links } = self;
        node.settle_depth(size_of::<T>());
        if node.shares_input() {
            node.inputs[0].share();
        }
        let node = Arc::new(node);
        let of_link = node.clone();
        links.push(move |scope, before| Box::new(recipe(scope, &of_link, state, before).metered(&of_link)));
        (node, links)
    }

    /// Attaches a stage that starts what is before it only if it needs to.
    pub(crate) fn attach_lazily<U: Send + 'static, K2: Track, S2, R>(
        self,
        mut node: Node,
        state: S2,
        recipe: R,
    ) -> Stream<U, K2, S2>
    where
        S: Send + 'static,
        R: FnOnce(&Scope, &Arc<Node>, S2, Upstream<K::Item<T>>) -> Inlet<K2::Item<U>> + Send + 'static,
    {
        let upstream = self.finish();
        node.inputs.insert(0, upstream.node.clone());
        Stream::new(node, state, move |scope, node, state| recipe(scope, node, state, upstream))
    }

    /// Attaches a stage; `recipe` gets what is before it.
    pub(crate) fn attach<U: Send + 'static, K2: Track, S2, R>(
        self,
        mut node: Node,
        state: S2,
        recipe: R,
    ) -> Stream<U, K2, S2>
    where
        S: Send + 'static,
        R: FnOnce(&Scope, &Arc<Node>, S2, Upstream<K::Item<T>>) -> Inlet<K2::Item<U>> + Send + 'static,
    {
        let (before, links) = self.into_links();
        node.inputs.insert(0, before.clone());
        let recipe: Recipe<_, S2> = Box::new(move |scope, node, state, feed| {
            recipe(scope, node, state, Upstream::opened(before, feed))
        });
        Stream { node, state, recipe, links }
    }

    /// Has what the last stage gives go through `wrap` before it is read.
    pub(crate) fn wrap_inlet(
        self,
        wrap: impl FnOnce(&Scope, &Arc<Node>, Inlet<K::Item<T>>) -> Inlet<K::Item<T>> + Send + 'static,
    ) -> Self
    where
        S: Send + 'static,
    {
        let Self { node, state, recipe, links } = self;
        let recipe: Recipe<_, S> = Box::new(move |scope, node, state, feed| {
            let inlet = recipe(scope, node, state, feed);
            wrap(scope, node, inlet)
        });
        Stream { node, state, recipe, links }
    }

    /// Forgets that the last stage can be tuned; what was set stays.
    pub(crate) fn seal(self) -> Stream<T, K>
    where
        S: Send + 'static,
    {
        // Sealed over and over, it would be wrapped over and over.
        let mut stream = Some(self);
        if let Some(sealed) = (&mut stream as &mut dyn Any).downcast_mut::<Option<Stream<T, K>>>() {
            return sealed.take().expect("a stream that was just put there");
        }
        let Self { node, state, recipe, links } = stream.expect("a stream that was just put there");
        let recipe: Recipe<_, Sealed> =
            Box::new(move |scope, node, Sealed(()), feed| recipe(scope, node, state, feed));
        Stream { node, state: Sealed(()), recipe, links }
    }

    /// Moves the stream to another track: the same, or from plain values to `Ok` ones.
    pub(crate) fn lift<K2: Track>(self) -> Stream<T, K2>
    where
        S: Send + 'static,
        K: Lift<K2>,
    {
        // On the same track nothing is done to the items: an edge stays one, and is read as it is.
        let mut stream = Some(self.seal());
        if let Some(same) = (&mut stream as &mut dyn Any).downcast_mut::<Option<Stream<T, K2>>>() {
            return same.take().expect("a stream that was just put there");
        }
        let Stream { mut node, state, recipe, links } = stream.expect("a stream that was just put there");
        if node.ends_in_channel() {
            // What reads may have a task, and then an edge of its own behind this one.
            node.holds = node.holds.saturating_add(1);
        }
        let recipe: Recipe<_, Sealed> = Box::new(move |scope, node, _, feed| {
            let items = recipe(scope, node, state, feed).metered(node).into_stream();
            Inlet::fused(FromStream::new(items.map(K::lift)))
        });
        Stream { node, state: Sealed(()), recipe, links }
    }
}

impl<T, K, In, M> From<Stream<T, K, Tunable<In, M>>> for Stream<T, K>
where
    T: Send + 'static,
    K: Track,
    In: 'static,
    M: Mode,
{
    fn from(stream: Stream<T, K, Tunable<In, M>>) -> Self {
        stream.seal()
    }
}

impl<T: Send + 'static, K: Track, S> fmt::Debug for Stream<T, K, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").field("last_stage", &self.node.base_name()).finish_non_exhaustive()
    }
}
