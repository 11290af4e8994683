//! `once`, `empty`, `pending`: one item, none, and none ever.

use crate::stream::Stream;

impl<T: Send + 'static> Stream<T> {
    /// Gives one item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::once(3).collect::<Vec<_>>().await?, [3]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "just")]
    pub fn once(item: T) -> Self {
        Self::source("once", |_| futures::stream::iter([item]))
    }

    /// Gives what a future resolves to, as one item. The future is polled in the source's task.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::once_async(async { 4 }).collect::<Vec<_>>().await?, [4]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "just")]
    #[doc(alias = "call")]
    pub fn once_async(item: impl Future<Output = T> + Send + 'static) -> Self {
        Self::source("once_async", |_| futures::stream::once(item))
    }

    /// Gives no item and ends.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::<i32>::empty().count().await?, 0);
    /// # Ok(()) }
    /// ```
    pub fn empty() -> Self {
        Self::source("empty", |_| futures::stream::empty())
    }

    /// Gives no item and never ends.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let first = Stream::pending().merge([7]).first().await?;
    /// assert_eq!(first, Some(7));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "never")]
    pub fn pending() -> Self {
        Self::source("pending", |_| futures::stream::pending())
    }
}
