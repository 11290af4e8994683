//! `take_until`: the items up to the first that satisfies a condition, and that one.

use std::future::Future;

use crate::attach::{Stateful, StatefulAsync, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives items until `is_last` returns true, gives that one too and ends.
    ///
    /// The input is left before the last item is handed on. To drop the item that ended it, use
    /// [`take_while`](Stream::take_while).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let small = Stream::from_iter(1..10).take_until(|n| *n == 4);
    /// assert_eq!(small.collect::<Vec<_>>().await?, [1, 2, 3, 4]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "until")]
    #[doc(alias = "take_while_inclusive")]
    pub fn take_until<F>(self, is_last: F) -> Stream<T, K>
    where
        F: FnMut(&T) -> bool + Send + 'static,
    {
        let mut node = Node::stage("take_until");
        node.leaves_after = Some(1);
        self.attach_stateful(node, TakeUntil(is_last))
    }

    /// Gives items until the future that `is_last` returns resolves to true, gives that one too and ends.
    ///
    /// One future at a time, in a task of its own. It cannot borrow the item: clone or copy what it needs
    /// before the `async` block.
    ///
    /// # Cancel safety
    ///
    /// When the run ends early, the future under way is dropped, and its item with it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let small = Stream::from_iter(1..10).take_until_async(|&n| async move { n == 4 });
    /// assert_eq!(small.collect::<Vec<_>>().await?, [1, 2, 3, 4]);
    /// # Ok(()) }
    /// ```
    pub fn take_until_async<F, Fut>(self, is_last: F) -> Stream<T, K>
    where
        F: FnMut(&T) -> Fut + Send + 'static,
        Fut: Future<Output = bool> + Send + 'static,
    {
        let mut node = Node::for_fn::<F>("take_until_async");
        node.leaves_after = Some(1);
        self.attach_stateful_async(node, TakeUntil(is_last))
    }
}

/// Gives items until `is_last` returns true, gives that one too and ends.
///
/// The pipe form of [`Stream::take_until`](crate::Stream::take_until).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let small: Vec<i32> = ((1..10) | pipe::take_until(|n| *n == 4) | pipe::collect()).await?;
/// assert_eq!(small, [1, 2, 3, 4]);
/// # Ok(()) }
/// ```
pub fn take_until<T: Send + 'static, K: Track, F>(
    is_last: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    F: FnMut(&T) -> bool + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.take_until(is_last))
}

/// Gives items until the future that `is_last` returns resolves to true, gives that one too and ends.
///
/// The pipe form of [`Stream::take_until_async`](crate::Stream::take_until_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let small = (1..10) | pipe::take_until_async(|&n| async move { n == 4 }) | pipe::count();
/// assert_eq!(small.await?, 4);
/// # Ok(()) }
/// ```
pub fn take_until_async<T: Send + 'static, K: Track, F, Fut>(
    is_last: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    F: FnMut(&T) -> Fut + Send + 'static,
    Fut: Future<Output = bool> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.take_until_async(is_last))
}

struct TakeUntil<F>(F);

fn last_if<T>(is_last: bool, value: T) -> Step<T> {
    if is_last { Step::Last(value) } else { Step::Emit(value) }
}

impl<T: Send + 'static, F> Stateful<T> for TakeUntil<F>
where
    F: FnMut(&T) -> bool + Send + 'static,
{
    type Out = T;

    fn step(&mut self, value: T) -> Step<T> {
        last_if((self.0)(&value), value)
    }
}

impl<T: Send + 'static, F, Fut> StatefulAsync<T> for TakeUntil<F>
where
    F: FnMut(&T) -> Fut + Send + 'static,
    Fut: Future<Output = bool> + Send + 'static,
{
    type Out = T;

    async fn step(&mut self, value: T) -> Step<T> {
        let is_last = (self.0)(&value);
        last_if(is_last.await, value)
    }
}
