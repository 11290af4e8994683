//! `map_err`, `map_stage_err`, `err_into`: each error into another.

use crate::error::StageError;
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Fallible, Pipe, ResultTrack, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Turns the error of each failed item into another; the stage and the item it keeps stay.
    ///
    /// The function gets the error alone; see [`map_stage_err`](Stream::map_stage_err) for one that depends
    /// on the stage.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (_, errors) = Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>())
    ///     .map_err(|e| e.to_string()).collect_split().await?;
    /// assert_eq!(errors[0].error(), "invalid digit found in string");
    /// # Ok(()) }
    /// ```
    pub fn map_err<E2, F>(self, f: F) -> Stream<T, Fallible<E2>, Tunable<T>>
    where
        K: ResultTrack,
        E2: Send + 'static,
        F: Fn(K::Failure) -> E2 + Shared,
    {
        K::results(self).attach_result(Node::for_fn::<F>("map_err"), move |item| {
            Some(item.map_err(|error| error.map(&f)))
        })
    }

    /// Turns the error of each failed item into another, by a function that sees which stage failed.
    ///
    /// The function gets the whole [`StageError`]: the stage's name, the error, and the item, if the stage
    /// was told to `.keep_item()`. The new error keeps the stage and the item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (_, errors) = Stream::from_iter(["1", "x"])
    ///     .try_map(|text| text.parse::<i32>()).name("parse").keep_item()
    ///     .map_stage_err(|e| format!("{} of {:?}: {}", e.stage(), e.item::<&str>(), e.error()))
    ///     .collect_split()
    ///     .await?;
    /// assert_eq!(errors[0].error(), "parse of Some(\"x\"): invalid digit found in string");
    /// assert_eq!(errors[0].stage(), "parse");
    /// # Ok(()) }
    /// ```
    pub fn map_stage_err<E2, F>(self, f: F) -> Stream<T, Fallible<E2>, Tunable<T>>
    where
        K: ResultTrack,
        E2: Send + 'static,
        F: Fn(StageError<K::Failure>) -> E2 + Shared,
    {
        let node = Node::for_fn::<F>("map_stage_err");
        K::results(self).attach_result(node, move |item| Some(item.map_err(|error| error.map_whole(&f))))
    }

    /// Turns the error of each failed item into `E2`, by `Into`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let numbers = Stream::from_iter(["x"]).try_map(|text| text.parse::<i32>());
    /// let (_, errors) = numbers.err_into::<Box<dyn std::error::Error + Send + Sync>>().collect_split()
    ///     .await?;
    /// assert_eq!(errors.len(), 1);
    /// # Ok(()) }
    /// ```
    pub fn err_into<E2>(self) -> Stream<T, Fallible<E2>, Tunable<T>>
    where
        K: ResultTrack<Failure: Into<E2>>,
        E2: Send + 'static,
    {
        K::results(self)
            .attach_result(Node::stage("err_into"), |item| Some(item.map_err(|error| error.map(Into::into))))
    }
}

/// Turns the error of each failed item into another; the stage and the item it keeps stay.
///
/// The pipe form of [`Stream::map_err`](crate::Stream::map_err).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let (_, errors) = (["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>())
///     | pipe::map_err(|e: std::num::ParseIntError| e.to_string()) | pipe::collect_split()).await?;
/// assert_eq!(errors.len(), 1);
/// # Ok(()) }
/// ```
pub fn map_err<T: Send + 'static, K, E, E2, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, Fallible<E2>, Tunable<T>>>
where
    K: ResultTrack<Failure = E>,
    E: Send + 'static,
    E2: Send + 'static,
    F: Fn(E) -> E2 + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.map_err(f))
}

/// Turns the error of each failed item into another, by a function that sees which stage failed.
///
/// The pipe form of [`Stream::map_stage_err`](crate::Stream::map_stage_err).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let failed = [7] | pipe::try_map(|n: i32| Err::<i32, _>(n))
///     | pipe::map_stage_err(|e: StageError<i32>| e.to_string());
/// let (_, errors) = failed.collect_split().await?;
/// assert_eq!(errors[0].error(), "[try_map] 7");
/// # Ok(()) }
/// ```
pub fn map_stage_err<T: Send + 'static, K, E, E2, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, Fallible<E2>, Tunable<T>>>
where
    K: ResultTrack<Failure = E>,
    E: Send + 'static,
    E2: Send + 'static,
    F: Fn(StageError<E>) -> E2 + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.map_stage_err(f))
}

/// Turns the error of each failed item into `E2`, by `Into`.
///
/// The pipe form of [`Stream::err_into`](crate::Stream::err_into).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let failed = [1] | pipe::try_map(|n: i32| Err::<i32, _>(n as u8)) | pipe::err_into();
/// let (_, errors): (Vec<i32>, Vec<StageError<u64>>) = failed.collect_split().await?;
/// assert_eq!(errors[0].error(), &1);
/// # Ok(()) }
/// ```
pub fn err_into<T: Send + 'static, K, E, E2>()
-> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, Fallible<E2>, Tunable<T>>>
where
    K: ResultTrack<Failure = E>,
    E: Into<E2> + Send + 'static,
    E2: Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.err_into())
}
