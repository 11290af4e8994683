//! `drain`: runs a pipeline for what it does.

use crate::operator::Pipe;
use crate::run::Run;
use crate::stream::Stream;
use crate::terminal::close::terminal;
use crate::track::Track;

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Drops every item: runs the pipeline for what its stages do. Errors among the items are dropped too; see `or_fail` and `divert_err`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// Stream::from_iter(0..5).inspect(|n| println!("{n}")).drain().await?;
    /// # Ok(()) }
    /// ```
    pub fn drain(self) -> Run<()> {
        self.close(terminal("drain"), |feed, _| async move {
            feed.for_all(drop).await;
            Ok(())
        })
    }
}

/// Drops every item: runs the pipeline for what its stages do. Errors among the items are dropped too; see `or_fail` and `divert_err`.
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
