//! `try_flat_map`: each item into any number of others, or an error.

use std::future::Future;

use crate::attach::Tried;
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Fallible, Pipe, Stream, Track, Tries, TriesAsync, TryTrack, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Turns each item into any number of others, sent one by one, by a function that can fail.
    ///
    /// # Errors
    ///
    /// Where the function fails, the item becomes a [`StageError`](crate::StageError) in its place, and the
    /// pipeline goes on. Errors that come in pass.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let numbers = Stream::from_iter(["1 2", "x"]).try_flat_map(|line| {
    ///     line.split(' ').map(|word| word.parse::<i32>()).collect::<Result<Vec<_>, _>>()
    /// });
    /// let (found, errors) = numbers.collect_split().await?;
    /// assert_eq!((found, errors.len()), (vec![1, 2], 1));
    /// # Ok(()) }
    /// ```
    pub fn try_flat_map<E, F, I>(self, f: F) -> Stream<I::Item, Tried<K, E>, Tunable<T, Tries<K::Error>>>
    where
        K: TryTrack<E>,
        E: Send + 'static,
        F: Fn(T) -> Result<I, E> + Shared,
        I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
    {
        self.attach_try(Node::for_fn::<F>("try_flat_map"), f)
    }

    /// Turns each item into the items of what a future resolves to, which can be an error.
    ///
    /// # Errors
    ///
    /// Where the function fails, the item becomes a [`StageError`](crate::StageError) in its place, and the
    /// pipeline goes on. Errors that come in pass.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// async fn copies(n: usize) -> Result<Vec<usize>, &'static str> {
    ///     if n < 3 { Ok(vec![n; n]) } else { Err("too many") }
    /// }
    /// let (found, errors) = Stream::from_iter(1..4).try_flat_map_async(copies).collect_split().await?;
    /// assert_eq!((found, errors.len()), (vec![1, 2, 2], 1));
    /// # Ok(()) }
    /// ```
    pub fn try_flat_map_async<E, F, Fut, I>(
        self,
        f: F,
    ) -> Stream<I::Item, Tried<K, E>, Tunable<T, TriesAsync<K::Error>>>
    where
        K: TryTrack<E>,
        E: Send + 'static,
        F: Fn(T) -> Fut + Shared,
        Fut: Future<Output = Result<I, E>> + Send + 'static,
        I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
    {
        self.attach_try_async(Node::for_fn::<F>("try_flat_map_async"), f)
    }
}

/// Turns each item into any number of others, sent one by one, by a function that can fail.
///
/// The pipe form of [`Stream::try_flat_map`](crate::Stream::try_flat_map).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let copies =
///     [1, 2] | pipe::try_flat_map(|n: usize| if n < 2 { Ok(vec![n; n]) } else { Err(n) }) | pipe::ok_only();
/// assert_eq!(copies.count().await?, 1);
/// # Ok(()) }
/// ```
pub fn try_flat_map<T: Send + 'static, K, E, E2, F, I>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<I::Item, Fallible<E2>, Tunable<T, Tries<E2>>>>
where
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    E: Send + 'static,
    F: Fn(T) -> Result<I, E> + Shared,
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_flat_map(f))
}

/// Turns each item into the items of what a future resolves to, which can be an error.
///
/// The pipe form of [`Stream::try_flat_map_async`](crate::Stream::try_flat_map_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let copies = [2] | pipe::try_flat_map_async(|n: usize| async move { Ok::<_, ()>(vec![n; n]) })
///     | pipe::ok_only();
/// assert_eq!(copies.count().await?, 2);
/// # Ok(()) }
/// ```
pub fn try_flat_map_async<T: Send + 'static, K, E, E2, F, Fut, I>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<I::Item, Fallible<E2>, Tunable<T, TriesAsync<E2>>>>
where
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    E: Send + 'static,
    F: Fn(T) -> Fut + Shared,
    Fut: Future<Output = Result<I, E>> + Send + 'static,
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_flat_map_async(f))
}
