//! `fold`, `reduce`: all items into one value.

use std::future::Future;

use crate::attach::terminal;
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Combines all items, starting with `init`, in the order they come; gives `init` where there are none.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let sum = Stream::from_iter(1..4).fold(0, |sum, n| sum + n);
    /// assert_eq!(sum.await?, 6);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "reduce")]
    pub fn fold<A, F>(self, init: A, mut f: F) -> Run<A>
    where
        A: Send + 'static,
        F: FnMut(A, K::Item<T>) -> A + Send + 'static,
    {
        self.close_with_loop(terminal("fold"), |feed, _| async move {
            let mut all = Some(init);
            feed.for_all(|item| all = all.take().map(|all| f(all, item))).await;
            Ok(all.expect("put back after each call"))
        })
    }

    /// As `fold`, with a function that returns a future; one call at a time.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let sum = Stream::from_iter(1..4).fold_async(0, |sum, n| async move { sum + n });
    /// assert_eq!(sum.await?, 6);
    /// # Ok(()) }
    /// ```
    pub fn fold_async<A, F, Fut>(self, init: A, mut f: F) -> Run<A>
    where
        A: Send + 'static,
        F: FnMut(A, K::Item<T>) -> Fut + Send + 'static,
        Fut: Future<Output = A> + Send + 'static,
    {
        self.close_with_loop(terminal("fold_async").with_own_task(), |mut feed, _| async move {
            let mut all = init;
            while let Some(item) = feed.next().await {
                all = f(all, item).await;
            }
            Ok(all)
        })
    }

    /// Combines all items, starting with the first; `None` where there are none.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let product = Stream::from_iter(1..5).reduce(|product, n| product * n);
    /// assert_eq!(product.await?, Some(24));
    /// # Ok(()) }
    /// ```
    pub fn reduce<F>(self, mut f: F) -> Run<Option<K::Item<T>>>
    where
        F: FnMut(K::Item<T>, K::Item<T>) -> K::Item<T> + Send + 'static,
    {
        self.close_with_loop(terminal("reduce"), |feed, _| async move {
            let mut all = None;
            feed.for_all(|item| {
                all = Some(match all.take() {
                    Some(all) => f(all, item),
                    None => item,
                });
            })
            .await;
            Ok(all)
        })
    }
}

/// Combines all items, starting with `init`, in the order they come; gives `init` where there are none.
///
/// The pipe form of [`Stream::fold`](crate::Stream::fold).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let sum = (1..4) | pipe::fold(0, |sum, n| sum + n);
/// assert_eq!(sum.await?, 6);
/// # Ok(()) }
/// ```
pub fn fold<T: Send + 'static, K: Track, A, F>(init: A, f: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<A>>
where
    A: Send + 'static,
    F: FnMut(A, K::Item<T>) -> A + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.fold(init, f))
}

/// As `fold`, with a function that returns a future; one call at a time.
///
/// The pipe form of [`Stream::fold_async`](crate::Stream::fold_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let sum = (1..4) | pipe::fold_async(0, |sum, n| async move { sum + n });
/// assert_eq!(sum.await?, 6);
/// # Ok(()) }
/// ```
pub fn fold_async<T: Send + 'static, K: Track, A, F, Fut>(
    init: A,
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<A>>
where
    A: Send + 'static,
    F: FnMut(A, K::Item<T>) -> Fut + Send + 'static,
    Fut: Future<Output = A> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.fold_async(init, f))
}

/// Combines all items, starting with the first; `None` where there are none.
///
/// The pipe form of [`Stream::reduce`](crate::Stream::reduce).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let product = (1..5) | pipe::reduce(|product, n| product * n);
/// assert_eq!(product.await?, Some(24));
/// # Ok(()) }
/// ```
pub fn reduce<T: Send + 'static, K: Track, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<Option<K::Item<T>>>>
where
    F: FnMut(K::Item<T>, K::Item<T>) -> K::Item<T> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.reduce(f))
}
