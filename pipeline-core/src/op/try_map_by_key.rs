//! `try_map_by_key`: each item into another or an error, one after another for each key.

use std::future::Future;
use std::hash::Hash;

use crate::attach::Tried;
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Fallible, Keyed, Pipe, Stream, Track, Tries, TriesAsync, TryTrack, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Turns each item into another by a function that can fail; the items of one key one after another.
    ///
    /// See [`map_by_key_async`](Stream::map_by_key_async) for what is kept in order. The waits of
    /// `.retry(policy)` hold up the item's key, and no other.
    ///
    /// # Errors
    ///
    /// Where the function fails, the item becomes a [`StageError`](crate::StageError) in its place, and the
    /// pipeline goes on. Errors that come in pass.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let texts = Stream::from_iter(["1", "x", "2"]);
    /// let numbers = texts.try_map_by_key(|text| text.len(), |text| text.parse::<i32>()).workers(4);
    /// let (found, errors) = numbers.collect_split().await?;
    /// assert_eq!((found, errors.len()), (vec![1, 2], 1));
    /// # Ok(()) }
    /// ```
    pub fn try_map_by_key<Q, U, E, G, F>(
        self,
        key: G,
        f: F,
    ) -> Stream<U, Tried<K, E>, Tunable<T, Keyed<Tries<K::Error>>>>
    where
        K: TryTrack<E>,
        Q: Hash,
        U: Send + 'static,
        E: Send + 'static,
        G: Fn(&T) -> Q + Shared,
        F: Fn(T) -> Result<U, E> + Shared,
    {
        self.attach_try_by_key(Node::for_fn::<F>("try_map_by_key"), key, f)
    }

    /// Turns each item into what a future resolves to, which can be an error; the items of one key one after
    /// another.
    ///
    /// See [`map_by_key_async`](Stream::map_by_key_async) for what is kept in order. Takes `.timeout(d)` and
    /// `.retry(policy)` beside the other options; a retry's waits hold up the item's key, and no other.
    ///
    /// # Errors
    ///
    /// Where the function fails, the item becomes a [`StageError`](crate::StageError) in its place, and the
    /// pipeline goes on. Errors that come in pass.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// async fn half(n: i32) -> Result<i32, String> {
    ///     if n % 2 == 0 { Ok(n / 2) } else { Err(format!("{n} is odd")) }
    /// }
    /// let halves = Stream::from_iter(0..4).try_map_by_key_async(|_| "the only key", half).workers(4);
    /// let (halves, errors) = halves.collect_split().await?;
    /// assert_eq!(halves, [0, 1]);
    /// assert_eq!(errors[0].to_string(), "[half] 1 is odd");
    /// # Ok(()) }
    /// ```
    pub fn try_map_by_key_async<Q, U, E, G, F, Fut>(
        self,
        key: G,
        f: F,
    ) -> Stream<U, Tried<K, E>, Tunable<T, Keyed<TriesAsync<K::Error>>>>
    where
        K: TryTrack<E>,
        Q: Hash,
        U: Send + 'static,
        E: Send + 'static,
        G: Fn(&T) -> Q + Shared,
        F: Fn(T) -> Fut + Shared,
        Fut: Future<Output = Result<U, E>> + Send + 'static,
    {
        self.attach_try_by_key_async(Node::for_fn::<F>("try_map_by_key_async"), key, f)
    }
}

/// Turns each item into another by a function that can fail; the items of one key one after another.
///
/// The pipe form of [`Stream::try_map_by_key`](crate::Stream::try_map_by_key).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let small = pipe::try_map_by_key(|n: &i32| n % 3, |n| i8::try_from(n * 10)).workers(2);
/// assert_eq!(([1, 20] | small | pipe::ok_only()).collect::<Vec<_>>().await?, [10]);
/// # Ok(()) }
/// ```
pub fn try_map_by_key<T: Send + 'static, K, Q, U, E, E2, G, F>(
    key: G,
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, Fallible<E2>, Tunable<T, Keyed<Tries<E2>>>>>
where
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    Q: Hash,
    U: Send + 'static,
    E: Send + 'static,
    G: Fn(&T) -> Q + Shared,
    F: Fn(T) -> Result<U, E> + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_map_by_key(key, f))
}

/// Turns each item into what a future resolves to, which can be an error; the items of one key one after
/// another.
///
/// The pipe form of [`Stream::try_map_by_key_async`](crate::Stream::try_map_by_key_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let small = pipe::try_map_by_key_async(|n: &i32| n % 3, |n| async move { i8::try_from(n * 10) });
/// assert_eq!(([1, 20] | small | pipe::ok_only()).collect::<Vec<_>>().await?, [10]);
/// # Ok(()) }
/// ```
pub fn try_map_by_key_async<T: Send + 'static, K, Q, U, E, E2, G, F, Fut>(
    key: G,
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, Fallible<E2>, Tunable<T, Keyed<TriesAsync<E2>>>>>
where
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    Q: Hash,
    U: Send + 'static,
    E: Send + 'static,
    G: Fn(&T) -> Q + Shared,
    F: Fn(T) -> Fut + Shared,
    Fut: Future<Output = Result<U, E>> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_map_by_key_async(key, f))
}
