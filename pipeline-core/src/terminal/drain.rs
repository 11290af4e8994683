//! `drain`, `try_drain`: run a pipeline for what it does.

use crate::attach::terminal;
use crate::run::Run;
use crate::stream::{Pipe, ResultTrack, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Drops every item: runs the pipeline for what its stages do.
    ///
    /// Errors among the items are dropped too: the run succeeds even where every item has failed. See
    /// [`try_drain`](Stream::try_drain), which ends at the first error, and
    /// [`divert_err`](Stream::divert_err), which delivers the errors elsewhere.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// Stream::from_iter(0..5).inspect(|n| println!("{n}")).drain().await?;
    /// # Ok(()) }
    /// ```
    #[doc(alias = "ignore_elements")]
    pub fn drain(self) -> Run<()> {
        self.close_with_loop(terminal("drain"), |feed, _| async move {
            feed.for_all(drop).await;
            Ok(())
        })
    }
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Drops every value: runs the pipeline for what its stages do. The first error ends the run.
    ///
    /// # Errors
    ///
    /// The first error, as [`PipelineError::Item`](crate::PipelineError::Item).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let check = |n: i32| if n < 3 { Ok(n) } else { Err("too large") };
    /// assert!(Stream::from_iter(0..3).try_map(check).try_drain().await.is_ok());
    /// let error = Stream::from_iter(0..9).try_map(check).name("check").try_drain().await.unwrap_err();
    /// assert!(matches!(error, PipelineError::Item(error) if error.to_string() == "[check] too large"));
    /// # }
    /// ```
    pub fn try_drain(self) -> Run<(), K::Failure>
    where
        K: ResultTrack,
    {
        K::results(self).close_with_loop(terminal("try_drain"), |feed, _| async move {
            feed.find_map(Result::err).await.map_or(Ok(()), Err)
        })
    }
}

/// Drops every item: runs the pipeline for what its stages do. Errors among the items are dropped too.
///
/// The pipe form of [`Stream::drain`](crate::Stream::drain).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// ((0..5) | pipe::inspect(|n: &i32| println!("{n}")) | pipe::drain()).await?;
/// # Ok(()) }
/// ```
pub fn drain<T: Send + 'static, K: Track>() -> Pipe<impl FnOnce(Stream<T, K>) -> Run<()>> {
    Pipe::new(move |stream: Stream<T, K>| stream.drain())
}

/// Drops every value: runs the pipeline for what its stages do. The first error ends the run.
///
/// The pipe form of [`Stream::try_drain`](crate::Stream::try_drain).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let drained = ["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::try_drain();
/// assert_eq!(drained.await.unwrap_err().stage(), Some("try_map"));
/// # }
/// ```
pub fn try_drain<T: Send + 'static, K, E>() -> Pipe<impl FnOnce(Stream<T, K>) -> Run<(), E>>
where
    K: ResultTrack<Failure = E>,
    E: Send + 'static,
{
    Pipe::new(|stream: Stream<T, K>| stream.try_drain())
}
