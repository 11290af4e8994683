//! `try_fold`: all values into one, until that fails.

use std::future::Future;

use crate::attach::{terminal, terminal_for_fn};
use crate::error::StageError;
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track, TryTrack};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Combines all values, starting with `init`, by a function that can fail; the first error ends the run.
    ///
    /// Where only the stages before it can fail, the closure says with what: `Ok::<_, MyError>(sum + n)`.
    ///
    /// # Errors
    ///
    /// The first error of `f`, or the first among the items, as
    /// [`PipelineError::Item`](crate::PipelineError::Item).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let add = |sum: u8, n| sum.checked_add(n).ok_or("too much");
    /// assert_eq!(Stream::from_iter([1, 2, 3]).try_fold(0, add).await.unwrap(), 6);
    /// let error = Stream::from_iter([200, 100]).try_fold(0, add).await.unwrap_err();
    /// assert_eq!(error.to_string(), "[try_fold] too much");
    /// # }
    /// ```
    #[doc(alias = "try_reduce")]
    pub fn try_fold<A, E, F>(self, init: A, mut f: F) -> Run<A, K::Error>
    where
        K: TryTrack<E>,
        A: Send + 'static,
        E: 'static,
        F: FnMut(A, T) -> Result<A, E> + Send + 'static,
    {
        self.close_with_loop(terminal("try_fold"), |feed, stage_id| async move {
            let mut all = Some(init);
            let add = |item| {
                let value = match K::branch(item) {
                    Ok(value) => value,
                    Err(residual) => return Some(K::pass(residual)),
                };
                match f(all.take()?, value) {
                    Ok(next) => all = Some(next),
                    Err(error) => return Some(StageError::at(stage_id.clone(), K::error(error))),
                }
                None
            };
            match feed.find_map(add).await {
                None => Ok(all.expect("put back after each call")),
                Some(error) => Err(error),
            }
        })
    }

    /// As `try_fold`, with a function that returns a future; one call at a time.
    ///
    /// # Errors
    ///
    /// The first error of `f`, or the first among the items, as
    /// [`PipelineError::Item`](crate::PipelineError::Item).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// async fn add(sum: u8, n: u8) -> Result<u8, &'static str> {
    ///     sum.checked_add(n).ok_or("too much")
    /// }
    /// assert_eq!(Stream::from_iter([1, 2, 3]).try_fold_async(0, add).await.unwrap(), 6);
    /// let error = Stream::from_iter([200, 100]).try_fold_async(0, add).await.unwrap_err();
    /// assert_eq!(error.to_string(), "[add] too much");
    /// # }
    /// ```
    pub fn try_fold_async<A, E, F, Fut>(self, init: A, mut f: F) -> Run<A, K::Error>
    where
        K: TryTrack<E>,
        A: Send + 'static,
        E: Send + 'static,
        F: FnMut(A, T) -> Fut + Send + 'static,
        Fut: Future<Output = Result<A, E>> + Send + 'static,
    {
        self.close_with_loop(terminal_for_fn::<F>("try_fold_async"), |mut feed, stage_id| async move {
            let mut all = init;
            while let Some(item) = feed.next().await {
                let value = match K::branch(item) {
                    Ok(value) => value,
                    Err(residual) => return Err(K::pass(residual)),
                };
                all = match f(all, value).await {
                    Ok(next) => next,
                    Err(error) => return Err(StageError::at(stage_id, K::error(error))),
                };
            }
            Ok(all)
        })
    }
}

/// Combines all values, starting with `init`, by a function that can fail; the first error ends the run.
///
/// The pipe form of [`Stream::try_fold`](crate::Stream::try_fold).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError<&'static str>> {
/// let sum = [1, 2] | pipe::try_fold(0, |sum: u8, n: u8| sum.checked_add(n).ok_or("too much"));
/// assert_eq!(sum.await?, 3);
/// # Ok(()) }
/// ```
pub fn try_fold<T, K, A, E, E2, F>(init: A, f: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<A, E2>>
where
    T: Send + 'static,
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    A: Send + 'static,
    E: 'static,
    F: FnMut(A, T) -> Result<A, E> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_fold(init, f))
}

/// As `try_fold`, with a function that returns a future; one call at a time.
///
/// The pipe form of [`Stream::try_fold_async`](crate::Stream::try_fold_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError<&'static str>> {
/// async fn add(sum: u8, n: u8) -> Result<u8, &'static str> {
///     sum.checked_add(n).ok_or("too much")
/// }
/// assert_eq!(([1, 2] | pipe::try_fold_async(0, add)).await?, 3);
/// # Ok(()) }
/// ```
pub fn try_fold_async<T, K, A, E, E2, F, Fut>(init: A, f: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<A, E2>>
where
    T: Send + 'static,
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    A: Send + 'static,
    E: Send + 'static,
    F: FnMut(A, T) -> Fut + Send + 'static,
    Fut: Future<Output = Result<A, E>> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_fold_async(init, f))
}
