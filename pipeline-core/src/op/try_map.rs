//! `try_map`: each item into another, or an error.

use std::future::Future;

use futures::TryFutureExt;

use crate::attach::Tried;
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Fallible, Pipe, Stream, Track, Tries, TriesAsync, TryTrack, Tunable};

/// # With errors
///
/// Words whose functions can fail, and words for the errors that come of it.
impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Turns each item into another by a function that can fail.
    ///
    /// # Errors
    ///
    /// Where the function fails, the item becomes a [`StageError`](crate::StageError) in its place, and the
    /// pipeline goes on. Errors that come in pass.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let numbers = Stream::from_iter(["1", "x", "3"]).try_map(|text| text.parse::<i32>());
    /// let (found, errors) = numbers.collect_split().await?;
    /// assert_eq!((found, errors.len()), (vec![1, 3], 1));
    /// # Ok(()) }
    /// ```
    pub fn try_map<U, E, F>(self, f: F) -> Stream<U, Tried<K, E>, Tunable<T, Tries<K::Error>>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: Send + 'static,
        F: Fn(T) -> Result<U, E> + Shared,
    {
        self.attach_try(Node::for_fn::<F>("try_map"), move |value| f(value).map(Some))
    }

    /// Turns each item into what a future resolves to, which can be an error.
    ///
    /// Takes `.timeout(d)` and `.retry(policy)` beside the other options.
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
    /// let (halves, errors) = Stream::from_iter(0..4).try_map_async(half).workers(4).ordered()
    ///     .collect_split().await?;
    /// assert_eq!(halves, [0, 1]);
    /// assert_eq!(errors[0].to_string(), "[half] 1 is odd");
    /// # Ok(()) }
    /// ```
    #[doc(alias = "and_then")]
    pub fn try_map_async<U, E, F, Fut>(self, f: F) -> Stream<U, Tried<K, E>, Tunable<T, TriesAsync<K::Error>>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: Send + 'static,
        F: Fn(T) -> Fut + Shared,
        Fut: Future<Output = Result<U, E>> + Send + 'static,
    {
        self.attach_try_async(Node::for_fn::<F>("try_map_async"), move |value| f(value).map_ok(Some))
    }

    /// As `try_map`, by a function that blocks or computes for long, called away from the runtime's worker
    /// threads.
    ///
    /// # Errors
    ///
    /// Where the function fails, the item becomes a [`StageError`](crate::StageError) in its place, and the
    /// pipeline goes on. Errors that come in pass.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let texts = Stream::from_iter(["Cargo.toml", "no such file"])
    ///     .try_map_blocking(|path| std::fs::read(path));
    /// let (found, missing) = texts.collect_split().await?;
    /// assert_eq!((found.len(), missing.len()), (1, 1));
    /// # Ok(()) }
    /// ```
    pub fn try_map_blocking<U, E, F>(self, f: F) -> Stream<U, Tried<K, E>, Tunable<T, Tries<K::Error>>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: Send + 'static,
        F: Fn(T) -> Result<U, E> + Shared,
    {
        self.attach_try_blocking(Node::for_fn::<F>("try_map_blocking"), f)
    }
}

/// Turns each item into another by a function that can fail.
///
/// The pipe form of [`Stream::try_map`](crate::Stream::try_map).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let numbers = ["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::ok_only();
/// assert_eq!(numbers.collect::<Vec<_>>().await?, [1]);
/// # Ok(()) }
/// ```
pub fn try_map<T: Send + 'static, K, U, E, E2, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, Fallible<E2>, Tunable<T, Tries<E2>>>>
where
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    U: Send + 'static,
    E: Send + 'static,
    F: Fn(T) -> Result<U, E> + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_map(f))
}

/// Turns each item into what a future resolves to, which can be an error.
///
/// The pipe form of [`Stream::try_map_async`](crate::Stream::try_map_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// async fn half(n: i32) -> Result<i32, String> {
///     if n % 2 == 0 { Ok(n / 2) } else { Err(format!("{n} is odd")) }
/// }
/// let halves = (0..4) | pipe::try_map_async(half) | pipe::ok_only();
/// assert_eq!(halves.collect::<Vec<_>>().await?, [0, 1]);
/// # Ok(()) }
/// ```
pub fn try_map_async<T: Send + 'static, K, U, E, E2, F, Fut>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, Fallible<E2>, Tunable<T, TriesAsync<E2>>>>
where
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    U: Send + 'static,
    E: Send + 'static,
    F: Fn(T) -> Fut + Shared,
    Fut: Future<Output = Result<U, E>> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_map_async(f))
}

/// As `try_map`, by a function that blocks or computes for long, called away from the runtime's worker
/// threads.
///
/// The pipe form of [`Stream::try_map_blocking`](crate::Stream::try_map_blocking).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let texts = ["Cargo.toml"] | pipe::try_map_blocking(|path: &str| std::fs::read(path)) | pipe::ok_only();
/// assert_eq!(texts.count().await?, 1);
/// # Ok(()) }
/// ```
pub fn try_map_blocking<T: Send + 'static, K, U, E, E2, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, Fallible<E2>, Tunable<T, Tries<E2>>>>
where
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    U: Send + 'static,
    E: Send + 'static,
    F: Fn(T) -> Result<U, E> + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_map_blocking(f))
}
