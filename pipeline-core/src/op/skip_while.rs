//! `skip_while`: the items from the first that fails a condition.

use std::future::Future;

use crate::attach::{Stateful, StatefulAsync, Step};
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
    #[doc(alias = "drop_while")]
    pub fn skip_while<F>(self, skip: F) -> Stream<T, K>
    where
        F: FnMut(&T) -> bool + Send + 'static,
    {
        self.attach_stateful(Node::stage("skip_while"), SkipWhile(Some(skip)))
    }

    /// Drops items until the future that `skip` returns resolves to false, then gives that one and the rest.
    ///
    /// One future at a time, in a task of its own; after the first false `skip` is not called again. A future
    /// cannot borrow the item: clone or copy what it needs before the `async` block.
    ///
    /// # Cancel safety
    ///
    /// When the run ends early, the future under way is dropped, and its item with it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let late = Stream::from_iter(1..10).skip_while_async(|&n| async move { n < 7 });
    /// assert_eq!(late.collect::<Vec<_>>().await?, [7, 8, 9]);
    /// # Ok(()) }
    /// ```
    pub fn skip_while_async<F, Fut>(self, skip: F) -> Stream<T, K>
    where
        F: FnMut(&T) -> Fut + Send + 'static,
        Fut: Future<Output = bool> + Send + 'static,
    {
        self.attach_stateful_async(Node::for_fn::<F>("skip_while_async"), SkipWhile(Some(skip)))
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

/// Drops items until the future that `skip` returns resolves to false, then gives that one and the rest.
///
/// The pipe form of [`Stream::skip_while_async`](crate::Stream::skip_while_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let late = (1..10) | pipe::skip_while_async(|&n| async move { n < 7 }) | pipe::count();
/// assert_eq!(late.await?, 3);
/// # Ok(()) }
/// ```
pub fn skip_while_async<T: Send + 'static, K: Track, F, Fut>(
    skip: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    F: FnMut(&T) -> Fut + Send + 'static,
    Fut: Future<Output = bool> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.skip_while_async(skip))
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

impl<T: Send + 'static, F, Fut> StatefulAsync<T> for SkipWhile<F>
where
    F: FnMut(&T) -> Fut + Send + 'static,
    Fut: Future<Output = bool> + Send + 'static,
{
    type Out = T;

    async fn step(&mut self, value: T) -> Step<T> {
        if let Some(skip) = &mut self.0 {
            let skip = skip(&value);
            if skip.await {
                return Step::Skip;
            }
            self.0 = None;
        }
        Step::Emit(value)
    }
}
