//! `from_stream`: the items of a `futures::Stream`.

use crate::stream::Stream;

impl<T: Send + 'static> Stream<T> {
    /// Gives the items of a
    /// [`futures::Stream`](https://docs.rs/futures/0.3/futures/stream/trait.Stream.html), in order, until it
    /// ends.
    ///
    /// The stream is polled in the task that feeds the first edge, and dropped as soon as nothing more is
    /// needed of it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let found = Stream::from_stream(futures::stream::iter(0..3)).collect::<Vec<_>>().await?;
    /// assert_eq!(found, [0, 1, 2]);
    /// # Ok(()) }
    /// ```
    pub fn from_stream(items: impl futures::Stream<Item = T> + Send + 'static) -> Self {
        Self::source("from_stream", |_| items)
    }
}
