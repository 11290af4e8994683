//! What can stand at the head of a pipeline.

use super::stream::Stream;
use super::track::{Plain, Track};

/// What can be the source of a pipeline: a [`Stream`], or anything iterable.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// async fn total(numbers: impl IntoStream<Item = i32, Track = Plain>) -> Result<i32, PipelineError> {
///     numbers.into_stream().fold(0, |sum, n| sum + n).await
/// }
/// assert_eq!(total(vec![1, 2]).await?, 3);
/// assert_eq!(total(Stream::from_iter(0..4).map(|n| n * 10)).await?, 60);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the source of a pipeline",
    label = "this is not a source",
    note = "a source is a `Stream<T>` or anything iterable that is `Send + 'static`; for a channel use \
            `Stream::from_receiver(rx)`, for a `futures::Stream` use `Stream::from_stream(s)`"
)]
pub trait IntoStream {
    /// What flows.
    type Item: Send + 'static;
    /// The track it flows on.
    type Track: Track;

    /// Makes the stream.
    fn into_stream(self) -> Stream<Self::Item, Self::Track>;
}

impl<T: Send + 'static, K: Track, S: Send + 'static> IntoStream for Stream<T, K, S> {
    type Item = T;
    type Track = K;

    fn into_stream(self) -> Stream<T, K> {
        self.seal()
    }
}

#[diagnostic::do_not_recommend]
impl<I> IntoStream for I
where
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
{
    type Item = I::Item;
    type Track = Plain;

    fn into_stream(self) -> Stream<I::Item> {
        Stream::from_iter(self)
    }
}
