//! `from_iter`: the items of anything iterable.

use crate::stream::Stream;

/// # Sources
///
/// Where a stream begins: functions of `Stream` itself, such as `Stream::from_iter(0..9)`.
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
    #[doc(alias = "from_iterable")]
    #[doc(alias = "range")]
    #[doc(alias = "iter")]
    #[doc(alias = "of")]
    pub fn from_iter<I: Items<Item = T>>(items: I) -> Self {
        Self::source("from_iter", |_| futures::stream::iter(items))
    }
}

/// What [`Stream::from_iter`] takes: everything iterable that is `Send + 'static`.
///
/// You meet it in signatures and in messages.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::Items;
///
/// fn total(numbers: impl Items<Item = u32>) -> Run<u32> {
///     Stream::from_iter(numbers).fold(0, |sum, n| sum + n)
/// }
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(total([1, 2]).await?, 3);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be iterated over",
    label = "neither a collection nor an iterator",
    note = "a channel is a source by `Stream::from_receiver(rx)`, a `futures::Stream` by \
            `Stream::from_stream(stream)`"
)]
pub trait Items: IntoIterator<IntoIter: Send + 'static> + Send + 'static {}

impl<I: IntoIterator<IntoIter: Send + 'static> + Send + 'static> Items for I {}
