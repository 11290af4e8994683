//! `count`: how many items there are.

use crate::operator::Pipe;
use crate::run::Run;
use crate::stream::Stream;
use crate::terminal::close::terminal;
use crate::track::Track;

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Counts the items; on a stream of results, values and errors alike.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter(0..5).count().await?, 5);
    /// # Ok(()) }
    /// ```
    pub fn count(self) -> Run<usize> {
        self.close(terminal("count"), |feed, _| async move {
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
