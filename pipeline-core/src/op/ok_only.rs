//! `ok_only`, `errors_only`: one side of the results.

use crate::error::StageError;
use crate::plan::Node;
use crate::stream::{Pipe, Plain, ResultTrack, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Keeps the values and drops the errors; the stream is plain from here on.
    ///
    /// To see the errors too, use `divert_err` or `recover`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>()).ok_only()
    ///     .collect::<Vec<_>>().await?, [1]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "filter_ok")]
    pub fn ok_only(self) -> Stream<T, Plain, Tunable<T>>
    where
        K: ResultTrack,
    {
        K::results(self).attach_result(Node::stage("ok_only"), Result::ok)
    }

    /// Keeps the errors and drops the values; the stream is one of plain `StageError`s from here on.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>()).errors_only().count()
    ///     .await?, 1);
    /// # Ok(()) }
    /// ```
    pub fn errors_only(self) -> Stream<StageError<K::Failure>, Plain, Tunable<T>>
    where
        K: ResultTrack,
    {
        K::results(self).attach_result(Node::stage("errors_only"), Result::err)
    }
}

/// Keeps the values and drops the errors; the stream is plain from here on.
///
/// The pipe form of [`Stream::ok_only`](crate::Stream::ok_only).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let good = ["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::ok_only();
/// assert_eq!(good.collect::<Vec<_>>().await?, [1]);
/// # Ok(()) }
/// ```
pub fn ok_only<T: Send + 'static, K, E>() -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, Plain, Tunable<T>>>
where
    K: ResultTrack<Failure = E>,
    E: Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.ok_only())
}

/// Keeps the errors and drops the values; the stream is one of plain `StageError`s from here on.
///
/// The pipe form of [`Stream::errors_only`](crate::Stream::errors_only).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let bad = ["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::errors_only();
/// assert_eq!(bad.count().await?, 1);
/// # Ok(()) }
/// ```
pub fn errors_only<T: Send + 'static, K, E>()
-> Pipe<impl FnOnce(Stream<T, K>) -> Stream<StageError<E>, Plain, Tunable<T>>>
where
    K: ResultTrack<Failure = E>,
    E: Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.errors_only())
}
