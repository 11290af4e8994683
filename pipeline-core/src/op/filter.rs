//! `filter`: the items that satisfy a condition.

use std::future::Future;

use futures::FutureExt;

use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track, Tunable};

/// # Which items
///
/// Words that let some items pass and drop the others; none changes one.
impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Keeps the items for which `keep` returns true, and drops the others.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let even = Stream::from_iter(0..6).filter(|n| n % 2 == 0);
    /// assert_eq!(even.collect::<Vec<_>>().await?, [0, 2, 4]);
    /// # Ok(()) }
    /// ```
    pub fn filter<F>(self, keep: F) -> Stream<T, K, Tunable<T>>
    where
        F: Fn(&T) -> bool + Shared,
    {
        self.attach_fn(Node::for_fn::<F>("filter"), move |value| keep(&value).then_some(value))
    }

    /// Keeps the items for which the future that `keep` returns resolves to true.
    ///
    /// The future cannot borrow the item: clone or copy what it needs before the `async` block, or take the
    /// item itself by [`filter_map_async`](Stream::filter_map_async).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let even = Stream::from_iter(0..6).filter_async(|&n| async move { n % 2 == 0 });
    /// assert_eq!(even.collect::<Vec<_>>().await?, [0, 2, 4]);
    /// # Ok(()) }
    /// ```
    pub fn filter_async<F, Fut>(self, keep: F) -> Stream<T, K, Tunable<T>>
    where
        F: Fn(&T) -> Fut + Shared,
        Fut: Future<Output = bool> + Send + 'static,
    {
        self.attach_async(Node::for_fn::<F>("filter_async"), move |value| {
            keep(&value).map(|keep| keep.then_some(value))
        })
    }
}

/// Keeps the items for which `keep` returns true, and drops the others.
///
/// The pipe form of [`Stream::filter`](crate::Stream::filter).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let even: Vec<i32> = ((0..6) | pipe::filter(|n| n % 2 == 0) | pipe::collect()).await?;
/// assert_eq!(even, [0, 2, 4]);
/// # Ok(()) }
/// ```
pub fn filter<T: Send + 'static, K: Track, F>(
    keep: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K, Tunable<T>>>
where
    F: Fn(&T) -> bool + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.filter(keep))
}

/// Keeps the items for which the future that `keep` returns resolves to true.
///
/// The pipe form of [`Stream::filter_async`](crate::Stream::filter_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let even = (0..6) | pipe::filter_async(|&n: &i32| async move { n % 2 == 0 });
/// assert_eq!(even.collect::<Vec<_>>().await?, [0, 2, 4]);
/// # Ok(()) }
/// ```
pub fn filter_async<T: Send + 'static, K: Track, F, Fut>(
    keep: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K, Tunable<T>>>
where
    F: Fn(&T) -> Fut + Shared,
    Fut: Future<Output = bool> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.filter_async(keep))
}
