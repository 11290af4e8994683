//! `collect`, `collect_split`, `try_collect`: all items into collections.

use std::any::TypeId;
use std::fmt;
use std::marker::PhantomData;

use super::from_items::FromItems;
use crate::attach::{Scope, terminal};
use crate::error::StageError;
use crate::run::Run;
use crate::stream::{Operator, Pipe, ResultTrack, Stream, Track};

/// # Terminals
///
/// What closes a stream, and makes it a [`Run`](crate::Run) that gives one result.
impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gathers all items into a collection: anything that is `FromIterator`.
    ///
    /// On a stream of results the items are `Result`s; see [`try_collect`](Stream::try_collect) and
    /// [`collect_split`](Stream::collect_split).
    ///
    /// The collection is made when all items are there, in one call of its `from_iter`. For more than a
    /// thousand items, and anything but a `Vec`, that call is made on a thread that may block, so that no
    /// other task waits for it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let text = Stream::from_iter(["a", "b"]).collect::<String>();
    /// assert_eq!(text.await?, "ab");
    /// # Ok(()) }
    /// ```
    #[doc(alias = "list")]
    #[doc(alias = "to_array")]
    #[doc(alias = "unzip")]
    pub fn collect<C>(self) -> Run<C>
    where
        C: FromItems<K::Item<T>>,
    {
        self.close_in(terminal("collect"), |scope, feed, _| async move {
            let mut items = Vec::new();
            feed.for_all(|item| items.push(item)).await;
            Ok(made_of(&scope, items).await)
        })
    }
}

/// More items than this are put into a collection on a thread that may block.
const MANY: usize = 1_000;

/// `FromIterator` takes all items in one call, which may put millions in their places. A `Vec` has nothing to
/// do.
async fn made_of<I, C>(scope: &Scope, items: Vec<I>) -> C
where
    I: Send + 'static,
    C: FromIterator<I> + Send + 'static,
{
    if items.len() <= MANY || TypeId::of::<C>() == TypeId::of::<Vec<I>>() {
        return items.into_iter().collect();
    }
    scope.call_blocking(|| items.into_iter().collect()).await
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gathers the values and the errors, each in their order.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let parsed = Stream::from_iter(["1", "x", "3"]).try_map(|text| text.parse::<i32>());
    /// let (numbers, errors) = parsed.collect_split().await?;
    /// assert_eq!(numbers, [1, 3]);
    /// assert_eq!(errors.len(), 1);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "partition_result")]
    pub fn collect_split(self) -> Run<(Vec<T>, Vec<StageError<K::Failure>>)>
    where
        K: ResultTrack,
    {
        K::results(self).close_with_loop(terminal("collect_split"), |feed, _| async move {
            let (mut values, mut errors) = (Vec::new(), Vec::new());
            feed.for_all(|item| match item {
                Ok(value) => values.push(value),
                Err(error) => errors.push(error),
            })
            .await;
            Ok((values, errors))
        })
    }

    /// Gathers the values; the first error ends the run. The collection is made as by
    /// [`collect`](Stream::collect).
    ///
    /// # Errors
    ///
    /// The first error, as [`PipelineError::Item`](crate::PipelineError::Item). The values before it are
    /// dropped.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let parsed = Stream::from_iter(["1", "x", "3"]).try_map(|text| text.parse::<i32>()).name("parse");
    /// let error = parsed.try_collect::<Vec<_>>().await.unwrap_err();
    /// assert_eq!(error.to_string(), "[parse] invalid digit found in string");
    /// # }
    /// ```
    pub fn try_collect<C>(self) -> Run<C, K::Failure>
    where
        K: ResultTrack,
        C: FromItems<T>,
    {
        K::results(self).close_in(terminal("try_collect"), |scope, feed, _| async move {
            let mut values = Vec::new();
            let error = feed.find_map(|item| item.map(|value| values.push(value)).err()).await;
            match error {
                None => Ok(made_of(&scope, values).await),
                Some(error) => Err(error),
            }
        })
    }
}

/// The terminal that [`collect`] makes.
pub struct Collect<C>(PhantomData<fn() -> C>);

/// Gathers all items into a collection: anything that is `FromIterator`.
///
/// The pipe form of [`Stream::collect`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let all: Vec<i32> = ([1, 2] | pipe::collect()).await?;
/// assert_eq!(all, ([1, 2] | pipe::collect::<Vec<_>>()).await?);
/// # Ok(()) }
/// ```
pub fn collect<C>() -> Pipe<Collect<C>> {
    Pipe::new(Collect(PhantomData))
}

impl<T: Send + 'static, K: Track, C> Operator<T, K> for Collect<C>
where
    C: FromItems<K::Item<T>>,
{
    type Output = Run<C>;

    fn attach(self, stream: Stream<T, K>) -> Run<C> {
        stream.collect()
    }
}

/// Gathers the values and the errors, each in their order.
///
/// The pipe form of [`Stream::collect_split`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let split = ["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::collect_split();
/// let (numbers, errors) = split.await?;
/// assert_eq!((numbers.len(), errors.len()), (1, 1));
/// # Ok(()) }
/// ```
pub fn collect_split<T: Send + 'static, K, E>()
-> Pipe<impl FnOnce(Stream<T, K>) -> Run<(Vec<T>, Vec<StageError<E>>)>>
where
    K: ResultTrack<Failure = E>,
    E: Send + 'static,
{
    Pipe::new(|stream: Stream<T, K>| stream.collect_split())
}

/// The terminal that [`try_collect`] makes.
pub struct TryCollect<C>(PhantomData<fn() -> C>);

/// Gathers the values; the first error ends the run.
///
/// The pipe form of [`Stream::try_collect`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let all = ["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::try_collect::<Vec<_>>();
/// assert!(all.await.is_err());
/// # }
/// ```
pub fn try_collect<C>() -> Pipe<TryCollect<C>> {
    Pipe::new(TryCollect(PhantomData))
}

impl<T: Send + 'static, K: ResultTrack, C> Operator<T, K> for TryCollect<C>
where
    C: FromItems<T>,
{
    type Output = Run<C, K::Failure>;

    fn attach(self, stream: Stream<T, K>) -> Run<C, K::Failure> {
        stream.try_collect()
    }
}

impl<C> fmt::Debug for Collect<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Collect")
    }
}

impl<C> fmt::Debug for TryCollect<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TryCollect")
    }
}
