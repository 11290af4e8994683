//! What operators take that combine a stream with several others.

use crate::stream::{IntoStream, Lift, Stream, Track};

/// What [`Stream::merge`], `interleave` and `merge_sorted_by` take: a stream, an array or `Vec` of streams,
/// or anything iterable.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let parts: Vec<Stream<i32>> = (0..3).map(|n| Stream::from_iter(0..n)).collect();
/// assert_eq!(Stream::from_iter([9]).merge(parts).count().await?, 4);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be merged into a stream of `{T}`",
    label = "not a stream of `{T}`, nor several",
    note = "merge takes a `Stream`, an array or `Vec` of streams, or anything iterable, all with \
            items of `{T}`"
)]
pub trait Branches<T: Send + 'static, K: Track, How> {
    #[doc(hidden)]
    fn into_branches(self) -> Vec<Stream<T, K>>;
}

/// The argument is one stream. Tells the two implementations apart; the compiler finds the one that fits.
#[derive(Debug)]
pub struct One;

/// The argument is several streams.
#[derive(Debug)]
pub struct Several;

impl<T: Send + 'static, K: Track, I> Branches<T, K, One> for I
where
    I: IntoStream<Item = T, Track: Lift<K>>,
{
    fn into_branches(self) -> Vec<Stream<T, K>> {
        vec![self.into_stream().lift()]
    }
}

impl<T: Send + 'static, K: Track, S: Send + 'static, I> Branches<T, K, Several> for I
where
    I: IntoIterator<Item = Stream<T, K, S>>,
{
    fn into_branches(self) -> Vec<Stream<T, K>> {
        self.into_iter().map(Stream::seal).collect()
    }
}
