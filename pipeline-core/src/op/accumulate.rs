//! `accumulate`: every intermediate result of combining the items.

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the first item, then what `f` makes of the result so far and each item after it.
    ///
    /// Every result is cloned: one is given, the other goes into the next call. To end early, or to give
    /// something else than the state, use [`scan`](Stream::scan).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let sums = Stream::from_iter([1, 2, 3, 4]).accumulate(|sum, n| sum + n);
    /// assert_eq!(sums.collect::<Vec<_>>().await?, [1, 3, 6, 10]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "running_reduce")]
    #[doc(alias = "partial_sums")]
    #[doc(alias = "scan")]
    pub fn accumulate<F>(self, f: F) -> Stream<T, K>
    where
        T: Clone,
        F: FnMut(T, T) -> T + Send + 'static,
    {
        let node = Node::stage("accumulate").holding_items(1);
        self.attach_stateful(node, Accumulate { result: None, f })
    }

    /// Gives `init`, then what `f` makes of the result so far and each item.
    ///
    /// `init` is given before the input is asked for anything, and also where there are no items.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let sums = Stream::from_iter([1, 2, 3]).accumulate_from(10, |sum, n| sum + n);
    /// assert_eq!(sums.collect::<Vec<_>>().await?, [10, 11, 13, 16]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "running_fold")]
    #[doc(alias = "scanl")]
    #[doc(alias = "scan")]
    pub fn accumulate_from<A, F>(self, init: A, f: F) -> Stream<A, K>
    where
        A: Clone + Send + 'static,
        F: FnMut(A, T) -> A + Send + 'static,
    {
        let node = Node::stage("accumulate_from").holding_items(1);
        self.attach_stateful(node, AccumulateFrom { result: Some(init), f })
    }
}

/// Gives the first item, then what `f` makes of the result so far and each item after it.
///
/// The pipe form of [`Stream::accumulate`](crate::Stream::accumulate).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let sums: Vec<i32> = ([1, 2, 3, 4] | pipe::accumulate(|sum, n| sum + n) | pipe::collect()).await?;
/// assert_eq!(sums, [1, 3, 6, 10]);
/// # Ok(()) }
/// ```
pub fn accumulate<T, K, F>(f: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    T: Clone + Send + 'static,
    K: Track,
    F: FnMut(T, T) -> T + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.accumulate(f))
}

/// Gives `init`, then what `f` makes of the result so far and each item.
///
/// The pipe form of [`Stream::accumulate_from`](crate::Stream::accumulate_from).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let sums: Vec<i32> = ([1, 2] | pipe::accumulate_from(10, |sum, n| sum + n) | pipe::collect()).await?;
/// assert_eq!(sums, [10, 11, 13]);
/// # Ok(()) }
/// ```
pub fn accumulate_from<T, K, A, F>(init: A, f: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<A, K>>
where
    T: Send + 'static,
    K: Track,
    A: Clone + Send + 'static,
    F: FnMut(A, T) -> A + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.accumulate_from(init, f))
}

struct Accumulate<T, F> {
    /// Nothing before the first item.
    result: Option<T>,
    f: F,
}

impl<T, F> Stateful<T> for Accumulate<T, F>
where
    T: Clone + Send + 'static,
    F: FnMut(T, T) -> T + Send + 'static,
{
    type Out = T;

    fn step(&mut self, value: T) -> Step<T> {
        let result = match self.result.take() {
            Some(result) => (self.f)(result, value),
            None => value,
        };
        self.result = Some(result.clone());
        Step::Emit(result)
    }
}

struct AccumulateFrom<A, F> {
    /// There, except while `f` has it.
    result: Option<A>,
    f: F,
}

impl<T: Send + 'static, A, F> Stateful<T> for AccumulateFrom<A, F>
where
    A: Clone + Send + 'static,
    F: FnMut(A, T) -> A + Send + 'static,
{
    type Out = A;

    fn start(&mut self) -> Option<A> {
        self.result.clone()
    }

    fn step(&mut self, value: T) -> Step<A> {
        self.result = self.result.take().map(|result| (self.f)(result, value));
        self.result.clone().map_or(Step::Stop, Step::Emit)
    }
}
