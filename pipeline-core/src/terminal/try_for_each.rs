//! `try_for_each`: a function of each item that can fail and then ends the run.

use std::future::{Future, ready};

use futures::TryFutureExt;

use crate::attach::{Attempt, fallible_stage_fn, terminal_for_fn};
use crate::options::Shared;
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track, Tries, TriesAsync, TryTrack, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Calls `f` with each value, in a task of its own; the first error ends the run. Takes `.workers(n)` and
    /// `.retry(policy)`.
    ///
    /// # Errors
    ///
    /// The first error of `f`, or the first among the items, as
    /// [`PipelineError::Item`](crate::PipelineError::Item).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let run = Stream::from_iter([1, -1]).try_for_each(|n| if n > 0 { Ok(()) } else { Err("negative") });
    /// assert_eq!(run.await.unwrap_err().to_string(), "[try_for_each] negative");
    /// # }
    /// ```
    pub fn try_for_each<E, F>(self, f: F) -> Run<(), K::Error, Tunable<T, Tries<K::Error>>>
    where
        K: TryTrack<E>,
        E: Send + 'static,
        F: Fn(T) -> Result<(), E> + Shared,
    {
        let call = move |value| ready(f(value).map_err(K::error));
        self.close_with_workers(terminal_for_fn::<F>("try_for_each"), |node, tune| {
            fallible_stage_fn::<T, K, E, _, _, _, _, _>(Attempt::new(node, tune), call, Result::err)
        })
    }

    /// Awaits the future that `f` returns for each value; the first error ends the run.
    ///
    /// Takes `.workers(n)`, `.timeout(d)` and `.retry(policy)`.
    ///
    /// # Errors
    ///
    /// The first error of `f`, or the first among the items, as
    /// [`PipelineError::Item`](crate::PipelineError::Item).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// async fn store(n: i32) -> Result<(), String> {
    ///     if n < 2 { Ok(()) } else { Err(format!("no room for {n}")) }
    /// }
    /// let run = Stream::from_iter(0..9).try_for_each_async(store);
    /// assert_eq!(run.await.unwrap_err().to_string(), "[store] no room for 2");
    /// # }
    /// ```
    #[doc(alias = "try_for_each_concurrent")]
    pub fn try_for_each_async<E, F, Fut>(self, f: F) -> Run<(), K::Error, Tunable<T, TriesAsync<K::Error>>>
    where
        K: TryTrack<E>,
        E: Send + 'static,
        F: Fn(T) -> Fut + Shared,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
    {
        let call = move |value| f(value).map_err(K::error);
        self.close_with_workers(terminal_for_fn::<F>("try_for_each_async"), |node, tune| {
            fallible_stage_fn::<T, K, E, _, _, _, _, _>(Attempt::new(node, tune), call, Result::err)
        })
    }

    /// Calls `f`, which blocks or computes for long, with each value, away from the runtime's workers.
    ///
    /// The first error ends the run. Takes `.workers(n)`, how many calls and so how many threads at once, and
    /// `.retry(policy)`.
    ///
    /// # Cancel safety
    ///
    /// A call that has begun cannot be stopped: a run that ends early waits for those, and makes no other.
    ///
    /// # Errors
    ///
    /// The first error of `f`, or the first among the items, as
    /// [`PipelineError::Item`](crate::PipelineError::Item).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let (log, lines) = std::sync::mpsc::channel();
    /// let run = Stream::from_iter([1, -1]).try_for_each_blocking(move |n| {
    ///     log.send(n).map_err(|_| "no log")?;
    ///     if n > 0 { Ok(()) } else { Err("negative") }
    /// });
    /// assert_eq!(run.await.unwrap_err().to_string(), "[try_for_each_blocking] negative");
    /// assert_eq!(lines.iter().collect::<Vec<_>>(), [1, -1]);
    /// # }
    /// ```
    pub fn try_for_each_blocking<E, F>(self, f: F) -> Run<(), K::Error, Tunable<T, Tries<K::Error>>>
    where
        K: TryTrack<E>,
        E: Send + 'static,
        F: Fn(T) -> Result<(), E> + Shared,
    {
        let call = move |value| ready(f(value).map_err(K::error));
        self.close_with_workers(terminal_for_fn::<F>("try_for_each_blocking"), |node, tune| {
            let attempt = Attempt::new(node, tune);
            fallible_stage_fn::<T, K, E, _, _, _, _, _>(attempt, call, Result::err).blocking()
        })
    }
}

/// Calls `f` with each value, in a task of its own; the first error ends the run.
///
/// The pipe form of [`Stream::try_for_each`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError<&'static str>> {
/// ([1, 2] | pipe::try_for_each(|n: i32| if n > 0 { Ok(()) } else { Err("negative") })).await?;
/// # Ok(()) }
/// ```
pub fn try_for_each<T, K, E, E2, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<(), E2, Tunable<T, Tries<E2>>>>
where
    T: Send + 'static,
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    E: Send + 'static,
    F: Fn(T) -> Result<(), E> + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_for_each(f))
}

/// Awaits the future that `f` returns for each value; the first error ends the run.
///
/// The pipe form of [`Stream::try_for_each_async`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError<&'static str>> {
/// ([1, 2] | pipe::try_for_each_async(|_: i32| async { Ok::<_, &'static str>(()) }).workers(2)).await?;
/// # Ok(()) }
/// ```
pub fn try_for_each_async<T, K, E, E2, F, Fut>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<(), E2, Tunable<T, TriesAsync<E2>>>>
where
    T: Send + 'static,
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    E: Send + 'static,
    F: Fn(T) -> Fut + Shared,
    Fut: Future<Output = Result<(), E>> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_for_each_async(f))
}

/// Calls `f`, which blocks or computes for long, with each value, away from the runtime's workers.
///
/// The pipe form of [`Stream::try_for_each_blocking`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError<&'static str>> {
/// let positive = |n: i32| if n > 0 { Ok(()) } else { Err("negative") };
/// ([1, 2] | pipe::try_for_each_blocking(positive).workers(2)).await?;
/// # Ok(()) }
/// ```
pub fn try_for_each_blocking<T, K, E, E2, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<(), E2, Tunable<T, Tries<E2>>>>
where
    T: Send + 'static,
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    E: Send + 'static,
    F: Fn(T) -> Result<(), E> + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_for_each_blocking(f))
}
