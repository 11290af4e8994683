//! `or_fail`: the first error fails the run.

use std::future::ready;

use futures::StreamExt;
use futures::future::Either;

use crate::attach::escalate;
use crate::error::BoxError;
use crate::plan::Node;
use crate::stream::{Pipe, ResultTrack, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Lets values pass; the first error fails the run. The stream is plain from here on.
    ///
    /// # Errors
    ///
    /// [`PipelineError::Failed`](crate::PipelineError::Failed), with the error and the stage it came from.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let parsed = Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>()).name("parse");
    /// let run = parsed.or_fail().count();
    /// let error = run.await.unwrap_err();
    /// assert_eq!(error.to_string(), "stage `parse` failed: invalid digit found in string");
    /// # Ok(()) }
    /// ```
    pub fn or_fail(self) -> Stream<T>
    where
        K: ResultTrack<Failure: Into<BoxError>>,
    {
        K::results(self).attach_stream_fn(Node::stage("or_fail"), |items, _| {
            items.then(|item| match item {
                Ok(value) => Either::Left(ready(value)),
                Err(error) => {
                    let (stage_id, error) = error.into_parts();
                    Either::Right(escalate(stage_id, error))
                }
            })
        })
    }
}

/// Lets values pass; the first error fails the run. The stream is plain from here on.
///
/// The pipe form of [`Stream::or_fail`](crate::Stream::or_fail).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let run = ["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::or_fail() | pipe::count();
/// assert!(run.await.is_err());
/// # Ok(()) }
/// ```
pub fn or_fail<T: Send + 'static, K, E>() -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T>>
where
    K: ResultTrack<Failure = E>,
    E: Into<BoxError> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.or_fail())
}
