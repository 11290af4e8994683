//! `skip_while`: the items from the first that fails a condition.

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Drops items until `skip` returns false, then gives that one and all others; `skip` is not called
    /// again.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let late = Stream::from_iter(1..10).skip_while(|n| *n < 7);
    /// assert_eq!(late.collect::<Vec<_>>().await?, [7, 8, 9]);
    /// # Ok(()) }
    /// ```
    pub fn skip_while<F>(self, skip: F) -> Stream<T, K>
    where
        F: FnMut(&T) -> bool + Send + 'static,
    {
        self.attach_stateful(Node::stage("skip_while"), SkipWhile(Some(skip)))
    }
}

/// Drops items until `skip` returns false, then gives that one and all others; `skip` is not called again.
///
/// The pipe form of [`Stream::skip_while`](crate::Stream::skip_while).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let late: Vec<i32> = ((1..10) | pipe::skip_while(|n| *n < 7) | pipe::collect()).await?;
/// assert_eq!(late, [7, 8, 9]);
/// # Ok(()) }
/// ```
pub fn skip_while<T: Send + 'static, K: Track, F>(skip: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    F: FnMut(&T) -> bool + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.skip_while(skip))
}

/// The condition, until it has failed once.
struct SkipWhile<F>(Option<F>);

impl<T: Send + 'static, F> Stateful<T> for SkipWhile<F>
where
    F: FnMut(&T) -> bool + Send + 'static,
{
    type Out = T;

    fn step(&mut self, value: T) -> Step<T> {
        if self.0.as_mut().is_some_and(|skip| skip(&value)) {
            return Step::Skip;
        }
        self.0 = None;
        Step::Emit(value)
    }
}
