//! `scan`: items made with a state that goes along.

use std::future::Future;

use crate::attach::{Stateful, StatefulAsync, Step};
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

    /// As `scan`, with a function that takes the state and returns a future: of what goes on and the next
    /// state, or of `None` to end.
    ///
    /// One future at a time, in a task of its own.
    ///
    /// # Cancel safety
    ///
    /// When the run ends early, the future under way is dropped, and the state with it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let sums = Stream::from_iter(1..5).scan_async(0, |sum, n| async move { Some((sum + n, sum + n)) });
    /// assert_eq!(sums.collect::<Vec<_>>().await?, [1, 3, 6, 10]);
    /// # Ok(()) }
    /// ```
    pub fn scan_async<A, U, F, Fut>(self, state: A, f: F) -> Stream<U, K>
    where
        A: Send + 'static,
        U: Send + 'static,
        F: FnMut(A, T) -> Fut + Send + 'static,
        Fut: Future<Output = Option<(U, A)>> + Send + 'static,
    {
        self.attach_stateful_async(Node::for_fn::<F>("scan_async"), ScanAsync { state: Some(state), f })
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

/// As `scan`, with a function that takes the state and returns a future: of what goes on and the next
/// state, or of `None` to end.
///
/// The pipe form of [`Stream::scan_async`](crate::Stream::scan_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let sums = (1..5) | pipe::scan_async(0, |sum, n| async move { (sum < 6).then_some((sum + n, sum + n)) });
/// assert_eq!(sums.collect::<Vec<i32>>().await?, [1, 3, 6]);
/// # Ok(()) }
/// ```
pub fn scan_async<T: Send + 'static, K: Track, A, U, F, Fut>(
    state: A,
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K>>
where
    A: Send + 'static,
    U: Send + 'static,
    F: FnMut(A, T) -> Fut + Send + 'static,
    Fut: Future<Output = Option<(U, A)>> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.scan_async(state, f))
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

struct ScanAsync<A, F> {
    /// There, except while `f` has it.
    state: Option<A>,
    f: F,
}

impl<T: Send + 'static, A, U, F, Fut> StatefulAsync<T> for ScanAsync<A, F>
where
    A: Send + 'static,
    U: Send + 'static,
    F: FnMut(A, T) -> Fut + Send + 'static,
    Fut: Future<Output = Option<(U, A)>> + Send + 'static,
{
    type Out = U;

    async fn step(&mut self, value: T) -> Step<U> {
        let Some(state) = self.state.take() else { return Step::Stop };
        match (self.f)(state, value).await {
            Some((out, state)) => {
                self.state = Some(state);
                Step::Emit(out)
            }
            None => Step::Stop,
        }
    }
}
