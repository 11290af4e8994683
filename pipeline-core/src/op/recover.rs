//! `recover`: each error into a value.

use std::future::Future;

use crate::error::StageError;
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Plain, ResultTrack, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Turns each error into a value; the stream is plain from here on.
    ///
    /// The error knows its stage and, where that was told to `.keep_item()`, the item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let failing = Stream::from_iter([1, 2]).try_map(|n| if n < 2 { Ok(n) } else { Err("big") })
    ///     .keep_item();
    /// let all = failing.recover(|error| error.item::<i32>().unwrap() * 100).collect::<Vec<_>>().await?;
    /// assert_eq!(all, [1, 200]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "catch_error")]
    pub fn recover<F>(self, f: F) -> Stream<T, Plain, Tunable<T>>
    where
        K: ResultTrack,
        F: Fn(StageError<K::Failure>) -> T + Shared,
    {
        K::results(self)
            .attach_result(Node::for_fn::<F>("recover"), move |item| Some(item.unwrap_or_else(&f)))
    }

    /// Turns each error into what a future resolves to; the stream is plain from here on.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let all = Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>())
    ///     .recover_async(|_| async { 0 });
    /// assert_eq!(all.collect::<Vec<_>>().await?, [1, 0]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "catch_error")]
    pub fn recover_async<F, Fut>(self, f: F) -> Stream<T, Plain, Tunable<T>>
    where
        K: ResultTrack,
        F: Fn(StageError<K::Failure>) -> Fut + Shared,
        Fut: Future<Output = T> + Send + 'static,
    {
        K::results(self).attach_result_async(Node::for_fn::<F>("recover_async"), move |item| {
            let call = item.map_err(&f);
            async move {
                match call {
                    Ok(value) => value,
                    Err(call) => call.await,
                }
            }
        })
    }
}

/// Turns each error into a value; the stream is plain from here on.
///
/// The pipe form of [`Stream::recover`](crate::Stream::recover).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let all = ["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::recover(|_| 0);
/// assert_eq!(all.collect::<Vec<_>>().await?, [1, 0]);
/// # Ok(()) }
/// ```
pub fn recover<T: Send + 'static, K, E, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, Plain, Tunable<T>>>
where
    K: ResultTrack<Failure = E>,
    E: Send + 'static,
    F: Fn(StageError<E>) -> T + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.recover(f))
}

/// Turns each error into what a future resolves to; the stream is plain from here on.
///
/// The pipe form of [`Stream::recover_async`](crate::Stream::recover_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let all = ["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>())
///     | pipe::recover_async(|_| async { 0 });
/// assert_eq!(all.collect::<Vec<_>>().await?, [1, 0]);
/// # Ok(()) }
/// ```
pub fn recover_async<T: Send + 'static, K, E, F, Fut>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, Plain, Tunable<T>>>
where
    K: ResultTrack<Failure = E>,
    E: Send + 'static,
    F: Fn(StageError<E>) -> Fut + Shared,
    Fut: Future<Output = T> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.recover_async(f))
}
