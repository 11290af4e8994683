//! `Stream`: a lazy recipe that yields items.

use std::convert::Infallible;
use std::fmt;
use std::ops::BitOr;
use std::sync::Arc;

use futures::StreamExt;

use crate::chain::Polled;
use crate::exit::feed_edge;
use crate::failure::Failure;
use crate::feed::{Feed, Intake};
use crate::node::{Node, Site};
use crate::operator::{Operator, Pipe};
use crate::plan::Plan;
use crate::scope::Scope;
use crate::stage::{Mode, Sealed, Tunable};
use crate::task::halt;
use crate::track::{Lift, Plain, Track};

/// A lazy recipe that yields items `T`. Nothing runs before a terminal closes it and the run is awaited.
///
/// `K` is the [`Track`]: [`Plain`], or [`Fallible<E>`](crate::Fallible) where items are results. `S` says whether the last
/// stage takes `.workers(n)` ([`Tunable`]) or not ([`Sealed`]); `From` turns the first into the second, so that functions can return
/// a plain `Stream<T>`.
///
/// A stream is used up by running it: a source that gives its items once cannot silently give none the second time. To run
/// something twice, write a function that builds it.
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
#[must_use = "a stream does nothing until a terminal such as `collect()` closes it and the run is awaited"]
pub struct Stream<T: Send + 'static, K: Track = Plain, S = Sealed> {
    pub(crate) node: Node,
    pub(crate) state: S,
    recipe: Recipe<K::Item<T>, S>,
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
pub type TryStream<T, E> = Stream<T, crate::track::Fallible<E>>;

/// How a stage comes to life: its options are final when this is called.
type Recipe<I, S> = Box<dyn FnOnce(&Scope, &Arc<Node>, S) -> Feed<I> + Send>;

/// A stream that another stage was attached to: its options are final.
pub(crate) struct Upstream<I, S> {
    pub(crate) node: Arc<Node>,
    state: S,
    recipe: Recipe<I, S>,
}

impl<I: Send + 'static, S> Upstream<I, S> {
    /// Brings everything up to here to life.
    pub(crate) fn open(self, scope: &Scope) -> Feed<I> {
        (self.recipe)(scope, &self.node, self.state)
    }

    /// Brings to life what was made only after the run had started, as part of the stage at `site`.
    pub(crate) fn open_late(self, scope: &Scope, site: &Arc<Site>) -> Feed<I> {
        let plan = Plan::new([&*self.node]);
        if let Err(error) = plan.check::<Infallible>(scope.has_clock()) {
            halt(Failure::Failed(site.clone(), error.into()));
            return Feed::fused(Polled::new(futures::stream::pending()));
        }
        plan.settle_names();
        drop(plan);
        self.open(scope)
    }

    /// Brings everything up to here to life as an input of the stage at `reader`, with an edge between the two if that stage
    /// has a task of its own.
    pub(crate) fn open_for(self, scope: &Scope, reader: &Node) -> Feed<I> {
        match reader.has_task() {
            true => self.edge(scope),
            false => self.open(scope),
        }
    }

    /// The same, with an edge at the end that one task reads.
    pub(crate) fn edge(self, scope: &Scope) -> Feed<I> {
        let node = self.node.clone();
        match self.open(scope) {
            Feed::Fused(chain) => feed_edge(scope, &node, chain),
            edge => edge,
        }
    }

    /// The same, with an edge at the end that several tasks read.
    pub(crate) fn shared(self, scope: &Scope) -> Intake<I> {
        self.node.share();
        match self.edge(scope) {
            Feed::Shared(intake) => intake,
            Feed::Line(_) | Feed::Fused(_) => unreachable!("what is shared ends in an edge for many"),
        }
    }
}

impl<T: Send + 'static, K: Track, S> Stream<T, K, S> {
    pub(crate) fn new(
        node: Node,
        state: S,
        recipe: impl FnOnce(&Scope, &Arc<Node>, S) -> Feed<K::Item<T>> + Send + 'static,
    ) -> Self {
        Self { node, state, recipe: Box::new(recipe) }
    }

    /// Makes the options final.
    pub(crate) fn finish(self) -> Upstream<K::Item<T>, S> {
        Upstream { node: Arc::new(self.node), state: self.state, recipe: self.recipe }
    }

    /// Attaches a stage; `recipe` gets what is before it.
    pub(crate) fn attach<U: Send + 'static, K2: Track, S2>(
        self,
        mut node: Node,
        state: S2,
        recipe: impl FnOnce(&Scope, &Arc<Node>, S2, Upstream<K::Item<T>, S>) -> Feed<K2::Item<U>> + Send + 'static,
    ) -> Stream<U, K2, S2>
    where
        S: Send + 'static,
    {
        let upstream = self.finish();
        node.inputs.insert(0, upstream.node.clone());
        Stream::new(node, state, move |scope, node, state| recipe(scope, node, state, upstream))
    }

    /// Forgets that the last stage can be tuned; what was set stays.
    pub(crate) fn seal(self) -> Stream<T, K>
    where
        S: Send + 'static,
    {
        let Self { node, state, recipe } = self;
        Stream::new(node, Sealed(()), move |scope, node, Sealed(())| recipe(scope, node, state))
    }

    /// Moves the stream to another track: the same, or from plain values to `Ok` ones.
    pub(crate) fn lift<K2: Track>(self) -> Stream<T, K2>
    where
        S: Send + 'static,
        K: Lift<K2>,
    {
        let Self { node, state, recipe } = self;
        Stream::new(node, Sealed(()), move |scope, node, _| {
            let items = recipe(scope, node, state).into_stream();
            Feed::fused(Polled::new(items.map(K::lift)))
        })
    }

    /// Takes a run along: it becomes part of the run that this stream is closed into, which waits for it to end.
    #[cfg(feature = "macros")]
    pub(crate) fn along<R: Send + 'static>(mut self, side: crate::run::Run<R>) -> Self
    where
        S: 'static,
    {
        let crate::join::Part { terminals, start, cancel } = side.into_part();
        self.node.along.extend(terminals);
        let recipe = self.recipe;
        self.recipe = Box::new(move |scope, node, state| {
            let result = start(scope);
            let owner = scope.root();
            let group = owner.group.clone();
            // Nobody reads the side's result, so a task waits for it: to drop it would tear the side down.
            scope.spawn(&group, node.site(), (), async move {
                let _owner = owner;
                match cancel {
                    None => drop(result.await),
                    Some(cancel) => drop(futures::future::select(result, cancel).await),
                }
            });
            recipe(scope, node, state)
        });
        self
    }

    /// Hands the stream to a function, which may attach stages or close it.
    ///
    /// The same as `stream | f`; in a method chain, and where `f` is a closure, its argument's type is known here.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// fn evens(numbers: Stream<i32>) -> Stream<i32> {
    ///     numbers.filter(|n| n % 2 == 0).into()
    /// }
    /// let found = Stream::from_iter(0..6).via(evens).via(|s| s.map(|n| n + 1)).collect::<Vec<_>>().await?;
    /// assert_eq!(found, [1, 3, 5]);
    /// # Ok(()) }
    /// ```
    pub fn via<R>(self, f: impl FnOnce(Stream<T, K>) -> R) -> R
    where
        S: Send + 'static,
    {
        f(self.seal())
    }

    /// Hands the stream to a function that closes it; [`via`](Stream::via) by the name that fits a terminal.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// fn total(numbers: Stream<i32>) -> Run<i32> {
    ///     numbers.fold(0, |sum, n| sum + n)
    /// }
    /// assert_eq!(Stream::from_iter(0..5).to(total).await?, 10);
    /// # Ok(()) }
    /// ```
    pub fn to<R>(self, f: impl FnOnce(Stream<T, K>) -> R) -> R
    where
        S: Send + 'static,
    {
        f(self.seal())
    }

    /// Attaches an [`Operator`], such as one from another crate.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let pipe = pipe::map(|n: i32| n + 1) | pipe::filter(|n| n % 2 == 0);
    /// assert_eq!(Stream::from_iter(0..4).pipe(pipe).collect::<Vec<_>>().await?, [2, 4]);
    /// # Ok(()) }
    /// ```
    pub fn pipe<Op: Operator<T, K>>(self, operator: Op) -> Op::Output
    where
        S: Send + 'static,
    {
        operator.attach(self.seal())
    }
}

impl<T: Send + 'static, K: Track, S: Send + 'static, Op: Operator<T, K>> BitOr<Pipe<Op>> for Stream<T, K, S> {
    type Output = Op::Output;

    fn bitor(self, pipe: Pipe<Op>) -> Op::Output {
        pipe.attach(self.seal())
    }
}

impl<T: Send + 'static, K: Track, S: Send + 'static, F, R> BitOr<F> for Stream<T, K, S>
where
    F: FnOnce(Stream<T, K>) -> R,
{
    type Output = R;

    fn bitor(self, f: F) -> R {
        f(self.seal())
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
