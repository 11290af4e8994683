//! `count`, `try_count`: how many items there are.

use crate::attach::terminal;
use crate::run::Run;
use crate::stream::{Pipe, ResultTrack, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Counts the items; on a stream of results, values and errors alike.
    ///
    /// An error among the items does not fail the run: where every item fails, they are counted all the same.
    /// See [`try_count`](Stream::try_count), which ends at the first error.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter(0..5).count().await?, 5);
    /// # Ok(()) }
    /// ```
    pub fn count(self) -> Run<usize> {
        self.close_with_loop(terminal("count"), |feed, _| async move {
            let mut items = 0;
            feed.for_all(|item| {
                drop(item);
                items += 1;
            })
            .await;
            Ok(items)
        })
    }
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Counts the values; the first error ends the run.
    ///
    /// # Errors
    ///
    /// The first error, as [`PipelineError::Item`](crate::PipelineError::Item).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let parse = |lines: [&'static str; 2]| Stream::from_iter(lines).try_map(|text| text.parse::<i32>());
    /// assert_eq!(parse(["1", "2"]).try_count().await.unwrap(), 2);
    /// assert!(matches!(parse(["1", "x"]).try_count().await, Err(PipelineError::Item(_))));
    /// # }
    /// ```
    pub fn try_count(self) -> Run<usize, K::Failure>
    where
        K: ResultTrack,
    {
        K::results(self).close_with_loop(terminal("try_count"), |feed, _| async move {
            let mut values = 0;
            let error = feed.find_map(|item| item.map(|_| values += 1).err()).await;
            error.map_or(Ok(values), Err)
        })
    }
}

/// Counts the items; on a stream of results, values and errors alike.
///
/// The pipe form of [`Stream::count`](crate::Stream::count).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(((0..5) | pipe::count()).await?, 5);
/// # Ok(()) }
/// ```
pub fn count<T: Send + 'static, K: Track>() -> Pipe<impl FnOnce(Stream<T, K>) -> Run<usize>> {
    Pipe::new(move |stream: Stream<T, K>| stream.count())
}

/// Counts the values; the first error ends the run.
///
/// The pipe form of [`Stream::try_count`](crate::Stream::try_count).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let counted = ["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::try_count();
/// assert_eq!(counted.await.unwrap_err().stage(), Some("try_map"));
/// # }
/// ```
pub fn try_count<T: Send + 'static, K, E>() -> Pipe<impl FnOnce(Stream<T, K>) -> Run<usize, E>>
where
    K: ResultTrack<Failure = E>,
    E: Send + 'static,
{
    Pipe::new(|stream: Stream<T, K>| stream.try_count())
}
