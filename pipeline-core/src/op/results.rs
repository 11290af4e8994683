//! `results`, `fallible`: between plain results and the fallible track.

use crate::error::StageError;
use crate::plan::Node;
use crate::stream::{Fallible, Pipe, Plain, ResultTrack, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the results as plain items, so that operators see both sides.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let told = Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>()).results()
    ///     .map(|result| result.is_ok());
    /// assert_eq!(told.collect::<Vec<_>>().await?, [true, false]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "materialize")]
    pub fn results(self) -> Stream<Result<T, StageError<K::Failure>>, Plain, Tunable<T>>
    where
        K: ResultTrack,
    {
        K::results(self).attach_result(Node::stage("results"), Some)
    }
}

impl<T: Send + 'static, E: Send + 'static, S: Send + 'static> Stream<Result<T, E>, Plain, S> {
    /// Turns a plain stream of results into one on the fallible track; the errors are this stage's.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let given = Stream::from_iter([Ok(1), Err("no"), Ok(3)]).fallible();
    /// assert_eq!(given.map(|n| n * 2).ok_only().collect::<Vec<_>>().await?, [2, 6]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "dematerialize")]
    pub fn fallible(self) -> Stream<T, Fallible<E>, Tunable<Result<T, E>>> {
        self.attach_fn_with_id(Node::stage("fallible"), |stage_id| {
            move |item: Result<T, E>| Some(item.map_err(|error| StageError::at(stage_id.clone(), error)))
        })
    }
}

/// Gives the results as plain items, so that operators see both sides.
///
/// The pipe form of [`Stream::results`](crate::Stream::results).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let told = ["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::results()
///     | pipe::map(|result: Result<i32, _>| result.is_ok());
/// assert_eq!(told.collect::<Vec<_>>().await?, [true, false]);
/// # Ok(()) }
/// ```
pub fn results<T: Send + 'static, K, E>()
-> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Result<T, StageError<E>>, Plain, Tunable<T>>>
where
    K: ResultTrack<Failure = E>,
    E: Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.results())
}

/// Turns a plain stream of results into one on the fallible track; the errors are this stage's.
///
/// The pipe form of [`Stream::fallible`](crate::Stream::fallible).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let given = [Ok(1), Err("no")] | pipe::fallible() | pipe::map(|n| n * 2) | pipe::ok_only();
/// assert_eq!(given.collect::<Vec<_>>().await?, [2]);
/// # Ok(()) }
/// ```
pub fn fallible<T: Send + 'static, E: Send + 'static>()
-> Pipe<impl FnOnce(Stream<Result<T, E>>) -> Stream<T, Fallible<E>, Tunable<Result<T, E>>>> {
    Pipe::new(move |stream: Stream<Result<T, E>>| stream.fallible())
}
