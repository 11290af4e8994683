//! `ResultTrack`: what words that look at errors ask of a stream.

use super::stream::Stream;
use super::track::{Fallible, Track};

/// The track of results, [`Fallible<E>`](Fallible): the one that words such as `ok_only`, `recover` and
/// `try_collect` are for.
///
/// You meet it in signatures and in messages.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::{ResultTrack, StageError};
///
/// /// The first error, whatever it is.
/// fn first_error<K: ResultTrack>(stream: Stream<i32, K>) -> Run<Option<StageError<K::Failure>>> {
///     stream.errors_only().first()
/// }
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let numbers = Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>());
/// assert!(numbers.via(first_error).await?.is_some());
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "this stage takes a stream of results, and the stream is plain",
    label = "here no item can be an error",
    note = "a stream is one of results behind a stage that can fail: `try_map(f)` in place of `map(f)`, \
            where `f` gives a `Result`; items that are `Result`s already become errors and values by \
            `.fallible()`"
)]
pub trait ResultTrack: Track {
    #[doc(hidden)]
    fn results<T: Send + 'static, S>(stream: Stream<T, Self, S>) -> Stream<T, Fallible<Self::Failure>, S>;
}

impl<E: Send + 'static> ResultTrack for Fallible<E> {
    fn results<T: Send + 'static, S>(stream: Stream<T, Self, S>) -> Stream<T, Self, S> {
        stream
    }
}
