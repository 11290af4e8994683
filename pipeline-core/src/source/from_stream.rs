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
    ///
    /// A receiver that is a stream, or gives one, comes in like this too: that of `async_channel` is one,
    /// that of `flume` gives one by `into_stream()`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), pipeline_core::BoxError> {
    /// let (to_a, a) = async_channel::bounded(4);
    /// let (to_b, b) = flume::bounded(4);
    /// to_a.send("from async_channel").await?;
    /// to_b.send_async("from flume").await?;
    /// drop((to_a, to_b)); // the last senders: both streams end
    /// let both = Stream::from_stream(a).chain(Stream::from_stream(b.into_stream()));
    /// assert_eq!(both.collect::<Vec<_>>().await?, ["from async_channel", "from flume"]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "async_channel")]
    #[doc(alias = "flume")]
    #[doc(alias = "preserve")]
    #[doc(alias = "IntervalStream")]
    #[doc(alias = "BroadcastStream")]
    pub fn from_stream(items: impl futures::Stream<Item = T> + Send + 'static) -> Self {
        Self::source("from_stream", |_| items)
    }
}
