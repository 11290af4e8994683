//! `scan`: items made with a state that goes along.

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Calls `f` with a state that goes along and each item; gives what it returns, and ends at the first
    /// `None`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let sums = Stream::from_iter(1..5).scan(0, |sum, n| {
    ///     *sum += n;
    ///     Some(*sum)
    /// });
    /// assert_eq!(sums.collect::<Vec<_>>().await?, [1, 3, 6, 10]);
    /// # Ok(()) }
    /// ```
    pub fn scan<A, U, F>(self, state: A, f: F) -> Stream<U, K>
    where
        A: Send + 'static,
        U: Send + 'static,
        F: FnMut(&mut A, T) -> Option<U> + Send + 'static,
    {
        self.attach_stateful(Node::stage("scan"), Scan { state, f })
    }
}

/// Calls `f` with a state that goes along and each item; gives what it returns, and ends at the first `None`.
///
/// The pipe form of [`Stream::scan`](crate::Stream::scan).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let sums = (1..5) | pipe::scan(0, |sum: &mut i32, n: i32| {
///     *sum += n;
///     (*sum < 10).then_some(*sum)
/// });
/// assert_eq!(sums.collect::<Vec<_>>().await?, [1, 3, 6]);
/// # Ok(()) }
/// ```
pub fn scan<T: Send + 'static, K: Track, A, U, F>(
    state: A,
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K>>
where
    A: Send + 'static,
    U: Send + 'static,
    F: FnMut(&mut A, T) -> Option<U> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.scan(state, f))
}

struct Scan<A, F> {
    state: A,
    f: F,
}

impl<T: Send + 'static, A, U, F> Stateful<T> for Scan<A, F>
where
    A: Send + 'static,
    U: Send + 'static,
    F: FnMut(&mut A, T) -> Option<U> + Send + 'static,
{
    type Out = U;

    fn step(&mut self, value: T) -> Step<U> {
        match (self.f)(&mut self.state, value) {
            Some(out) => Step::Emit(out),
            None => Step::Stop,
        }
    }
}
