//! `recover`: each error into a value.

use std::future::Future;

use crate::error::StageError;
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Fallible, Pipe, Plain, Stream, Tunable};

impl<T: Send + 'static, E: Send + 'static, S: Send + 'static> Stream<T, Fallible<E>, S> {
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
    pub fn recover<F>(self, f: F) -> Stream<T, Plain, Tunable<T>>
    where
        F: Fn(StageError<E>) -> T + Shared,
    {
        self.attach_result(Node::for_fn::<F>("recover"), move |item| Some(item.unwrap_or_else(&f)))
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
    pub fn recover_async<F, Fut>(self, f: F) -> Stream<T, Plain, Tunable<T>>
    where
        F: Fn(StageError<E>) -> Fut + Shared,
        Fut: Future<Output = T> + Send + 'static,
    {
        self.attach_result_async(Node::for_fn::<F>("recover_async"), move |item| {
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
pub fn recover<T: Send + 'static, E: Send + 'static, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, Fallible<E>>) -> Stream<T, Plain, Tunable<T>>>
where
    F: Fn(StageError<E>) -> T + Shared,
{
    Pipe::new(move |stream: Stream<T, Fallible<E>>| stream.recover(f))
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
pub fn recover_async<T: Send + 'static, E: Send + 'static, F, Fut>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, Fallible<E>>) -> Stream<T, Plain, Tunable<T>>>
where
    F: Fn(StageError<E>) -> Fut + Shared,
    Fut: Future<Output = T> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, Fallible<E>>| stream.recover_async(f))
}
