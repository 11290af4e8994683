//! `try_inspect`: looks at each item by a function that can fail.

use std::future::Future;

use futures::TryFutureExt;

use crate::attach::Tried;
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Fallible, Pipe, Stream, Track, Tries, TriesAsync, TryTrack, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Calls `look` with each item and lets the item pass, unless `look` fails: then the error takes its
    /// place.
    ///
    /// # Errors
    ///
    /// Where the function fails, the item becomes a [`StageError`](crate::StageError) in its place, and the
    /// pipeline goes on. Errors that come in pass.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let checked = Stream::from_iter([1, -1])
    ///     .try_inspect(|n| if *n > 0 { Ok(()) } else { Err("negative") });
    /// let (found, errors) = checked.collect_split().await?;
    /// assert_eq!((found, errors.len()), (vec![1], 1));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "try_foreach")]
    #[doc(alias = "inspect_ok")]
    pub fn try_inspect<E, F>(self, look: F) -> Stream<T, Tried<K, E>, Tunable<T, Tries<K::Error>>>
    where
        K: TryTrack<E>,
        E: Send + 'static,
        F: Fn(&T) -> Result<(), E> + Shared,
    {
        self.attach_try(Node::for_fn::<F>("try_inspect"), move |value| look(&value).map(|()| Some(value)))
    }

    /// Awaits the future that `look` returns for each item and lets the item pass, unless it fails: then the
    /// error takes its place.
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
    /// let checked = Stream::from_iter([1, 2]).try_inspect_async(|_| async { Ok::<_, ()>(()) });
    /// assert_eq!(checked.collect_split().await?.0, [1, 2]);
    /// # Ok(()) }
    /// ```
    pub fn try_inspect_async<E, F, Fut>(
        self,
        look: F,
    ) -> Stream<T, Tried<K, E>, Tunable<T, TriesAsync<K::Error>>>
    where
        K: TryTrack<E>,
        E: Send + 'static,
        F: Fn(&T) -> Fut + Shared,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
    {
        self.attach_try_async(Node::for_fn::<F>("try_inspect_async"), move |value| {
            look(&value).map_ok(|()| Some(value))
        })
    }
}

/// Calls `look` with each item and lets the item pass, unless `look` fails: then the error takes its place.
///
/// The pipe form of [`Stream::try_inspect`](crate::Stream::try_inspect).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let checked = [1, 2] | pipe::try_inspect(|_: &i32| Ok::<_, ()>(())) | pipe::ok_only();
/// assert_eq!(checked.count().await?, 2);
/// # Ok(()) }
/// ```
pub fn try_inspect<T: Send + 'static, K, E, E2, F>(
    look: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, Fallible<E2>, Tunable<T, Tries<E2>>>>
where
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    E: Send + 'static,
    F: Fn(&T) -> Result<(), E> + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_inspect(look))
}

/// Awaits the future that `look` returns for each item and lets the item pass, unless it fails: then the
/// error takes its place.
///
/// The pipe form of [`Stream::try_inspect_async`](crate::Stream::try_inspect_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let checked = [1, 2] | pipe::try_inspect_async(|_: &i32| async { Ok::<_, ()>(()) }) | pipe::ok_only();
/// assert_eq!(checked.count().await?, 2);
/// # Ok(()) }
/// ```
pub fn try_inspect_async<T: Send + 'static, K, E, E2, F, Fut>(
    look: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, Fallible<E2>, Tunable<T, TriesAsync<E2>>>>
where
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    E: Send + 'static,
    F: Fn(&T) -> Fut + Shared,
    Fut: Future<Output = Result<(), E>> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_inspect_async(look))
}
