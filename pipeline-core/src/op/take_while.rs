//! `take_while`: the items before the first that fails a condition.

use std::future::Future;

use crate::attach::{Stateful, StatefulAsync, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives items until `keep` returns false, drops that one and ends.
    ///
    /// The input is left at once. The item that ended it is consumed.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let small = Stream::from_iter(1..10).take_while(|n| *n < 4);
    /// assert_eq!(small.collect::<Vec<_>>().await?, [1, 2, 3]);
    /// # Ok(()) }
    /// ```
    pub fn take_while<F>(self, keep: F) -> Stream<T, K>
    where
        F: FnMut(&T) -> bool + Send + 'static,
    {
        let mut node = Node::stage("take_while");
        node.leaves_after = Some(0);
        self.attach_stateful(node, TakeWhile(keep))
    }

    /// Gives items until the future that `keep` returns resolves to false, drops that one and ends.
    ///
    /// One future at a time, in a task of its own; none is made after the item that ended it. A future cannot
    /// borrow the item: clone or copy what it needs before the `async` block.
    ///
    /// # Cancel safety
    ///
    /// When the run ends early, the future under way is dropped, and its item with it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let small = Stream::from_iter(1..10).take_while_async(|&n| async move { n < 4 });
    /// assert_eq!(small.collect::<Vec<_>>().await?, [1, 2, 3]);
    /// # Ok(()) }
    /// ```
    pub fn take_while_async<F, Fut>(self, keep: F) -> Stream<T, K>
    where
        F: FnMut(&T) -> Fut + Send + 'static,
        Fut: Future<Output = bool> + Send + 'static,
    {
        let mut node = Node::for_fn::<F>("take_while_async");
        node.leaves_after = Some(0);
        self.attach_stateful_async(node, TakeWhile(keep))
    }
}

/// Gives items until `keep` returns false, drops that one and ends.
///
/// The pipe form of [`Stream::take_while`](crate::Stream::take_while).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let small: Vec<i32> = ((1..10) | pipe::take_while(|n| *n < 4) | pipe::collect()).await?;
/// assert_eq!(small, [1, 2, 3]);
/// # Ok(()) }
/// ```
pub fn take_while<T: Send + 'static, K: Track, F>(keep: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    F: FnMut(&T) -> bool + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.take_while(keep))
}

/// Gives items until the future that `keep` returns resolves to false, drops that one and ends.
///
/// The pipe form of [`Stream::take_while_async`](crate::Stream::take_while_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let small = (1..10) | pipe::take_while_async(|&n| async move { n < 4 }) | pipe::count();
/// assert_eq!(small.await?, 3);
/// # Ok(()) }
/// ```
pub fn take_while_async<T: Send + 'static, K: Track, F, Fut>(
    keep: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    F: FnMut(&T) -> Fut + Send + 'static,
    Fut: Future<Output = bool> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.take_while_async(keep))
}

struct TakeWhile<F>(F);

impl<T: Send + 'static, F> Stateful<T> for TakeWhile<F>
where
    F: FnMut(&T) -> bool + Send + 'static,
{
    type Out = T;

    fn step(&mut self, value: T) -> Step<T> {
        if (self.0)(&value) { Step::Emit(value) } else { Step::Stop }
    }
}

impl<T: Send + 'static, F, Fut> StatefulAsync<T> for TakeWhile<F>
where
    F: FnMut(&T) -> Fut + Send + 'static,
    Fut: Future<Output = bool> + Send + 'static,
{
    type Out = T;

    async fn step(&mut self, value: T) -> Step<T> {
        let keep = (self.0)(&value);
        if keep.await { Step::Emit(value) } else { Step::Stop }
    }
}
