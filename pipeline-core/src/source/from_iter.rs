//! `from_iter`: the items of anything iterable.

use crate::stream::Stream;

impl<T: Send + 'static> Stream<T> {
    /// Gives the items of an iterator, in order.
    ///
    /// The iterator is made and advanced when the run asks for it, in the task that feeds the first edge.
    /// `Vec`, arrays and ranges can also stand directly left of `|`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter([1, 2, 3]).collect::<Vec<_>>().await?, [1, 2, 3]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "iterate")]
    #[allow(
        clippy::should_implement_trait,
        reason = "a source is named for what it is made from; collecting into a stream is no use"
    )]
    pub fn from_iter<I>(items: I) -> Self
    where
        I: IntoIterator<Item = T, IntoIter: Send + 'static> + Send + 'static,
    {
        Self::source("from_iter", |_| futures::stream::iter(items))
    }
}
