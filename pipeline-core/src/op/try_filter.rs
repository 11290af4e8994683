//! `try_filter`: the items that satisfy a condition that can fail.

use std::future::Future;

use futures::TryFutureExt;

use crate::attach::Tried;
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Fallible, Pipe, Stream, Track, Tries, TriesAsync, TryTrack, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Keeps the items for which `keep` gives `Ok(true)`.
    ///
    /// # Errors
    ///
    /// Where the function fails, the item becomes a [`StageError`](crate::StageError) in its place, and the
    /// pipeline goes on. Errors that come in pass.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let small = Stream::from_iter(1..5)
    ///     .try_filter(|n| if *n == 3 { Err("three") } else { Ok(n % 2 == 0) });
    /// let (found, errors) = small.collect_split().await?;
    /// assert_eq!((found, errors.len()), (vec![2, 4], 1));
    /// # Ok(()) }
    /// ```
    pub fn try_filter<E, F>(self, keep: F) -> Stream<T, Tried<K, E>, Tunable<T, Tries<K::Error>>>
    where
        K: TryTrack<E>,
        E: Send + 'static,
        F: Fn(&T) -> Result<bool, E> + Shared,
    {
        self.attach_try(Node::for_fn::<F>("try_filter"), move |value| {
            keep(&value).map(|keep| keep.then_some(value))
        })
    }

    /// Keeps the items for which the future that `keep` returns gives `Ok(true)`.
    ///
    /// The future cannot borrow the item: clone or copy what it needs before the `async` block.
    ///
    /// # Errors
    ///
    /// Where the function fails, the item becomes a [`StageError`](crate::StageError) in its place, and the
    /// pipeline goes on. Errors that come in pass.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let even = Stream::from_iter(1..5).try_filter_async(|&n| async move { Ok::<_, ()>(n % 2 == 0) });
    /// assert_eq!(even.collect_split().await?.0, [2, 4]);
    /// # Ok(()) }
    /// ```
    pub fn try_filter_async<E, F, Fut>(
        self,
        keep: F,
    ) -> Stream<T, Tried<K, E>, Tunable<T, TriesAsync<K::Error>>>
    where
        K: TryTrack<E>,
        E: Send + 'static,
        F: Fn(&T) -> Fut + Shared,
        Fut: Future<Output = Result<bool, E>> + Send + 'static,
    {
        self.attach_try_async(Node::for_fn::<F>("try_filter_async"), move |value| {
            keep(&value).map_ok(|keep| keep.then_some(value))
        })
    }
}

/// Keeps the items for which `keep` gives `Ok(true)`.
///
/// The pipe form of [`Stream::try_filter`](crate::Stream::try_filter).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let even = (1..5) | pipe::try_filter(|n: &i32| Ok::<_, ()>(n % 2 == 0)) | pipe::ok_only();
/// assert_eq!(even.collect::<Vec<_>>().await?, [2, 4]);
/// # Ok(()) }
/// ```
pub fn try_filter<T: Send + 'static, K, E, E2, F>(
    keep: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, Fallible<E2>, Tunable<T, Tries<E2>>>>
where
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    E: Send + 'static,
    F: Fn(&T) -> Result<bool, E> + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_filter(keep))
}

/// Keeps the items for which the future that `keep` returns gives `Ok(true)`.
///
/// The pipe form of [`Stream::try_filter_async`](crate::Stream::try_filter_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let even = (1..5) | pipe::try_filter_async(|&n: &i32| async move { Ok::<_, ()>(n % 2 == 0) })
///     | pipe::ok_only();
/// assert_eq!(even.collect::<Vec<_>>().await?, [2, 4]);
/// # Ok(()) }
/// ```
pub fn try_filter_async<T: Send + 'static, K, E, E2, F, Fut>(
    keep: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, Fallible<E2>, Tunable<T, TriesAsync<E2>>>>
where
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    E: Send + 'static,
    F: Fn(&T) -> Fut + Shared,
    Fut: Future<Output = Result<bool, E>> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_filter_async(keep))
}
