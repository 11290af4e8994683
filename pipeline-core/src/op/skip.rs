//! `skip`: all but the first items.

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Drops the first `n` items and gives the others. On a stream of results, errors pass and do not count.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let rest = Stream::from_iter(0..10).skip(8);
    /// assert_eq!(rest.collect::<Vec<_>>().await?, [8, 9]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "drop")]
    pub fn skip(self, n: usize) -> Stream<T, K> {
        self.attach_stateful(Node::stage("skip"), Skip(n))
    }
}

/// Drops the first `n` items and gives the others. On a stream of results, errors pass and do not count.
///
/// The pipe form of [`Stream::skip`](crate::Stream::skip).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let rest: Vec<i32> = ((0..10) | pipe::skip(8) | pipe::collect()).await?;
/// assert_eq!(rest, [8, 9]);
/// # Ok(()) }
/// ```
pub fn skip<T: Send + 'static, K: Track>(n: usize) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.skip(n))
}

/// How many items are still to be dropped.
struct Skip(usize);

impl<T: Send + 'static> Stateful<T> for Skip {
    type Out = T;

    fn step(&mut self, value: T) -> Step<T> {
        if self.0 == 0 {
            return Step::Emit(value);
        }
        self.0 -= 1;
        Step::Skip
    }
}
