//! `inspect`: looks at each item and lets it pass.

use std::future::Future;

use futures::FutureExt;

use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Calls `look` with each item, then lets the item pass.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    /// static SEEN: AtomicU32 = AtomicU32::new(0);
    /// let sum = Stream::from_iter([1, 2, 3]).inspect(|n| drop(SEEN.fetch_add(*n, Relaxed)));
    /// assert_eq!(sum.count().await?, 3);
    /// assert_eq!(SEEN.load(Relaxed), 6);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "foreach")]
    #[doc(alias = "action")]
    #[doc(alias = "tap")]
    #[doc(alias = "print")]
    pub fn inspect<F>(self, look: F) -> Stream<T, K, Tunable<T>>
    where
        F: Fn(&T) + Shared,
    {
        self.attach_fn(Node::for_fn::<F>("inspect"), move |value| {
            look(&value);
            Some(value)
        })
    }

    /// Awaits the future that `look` returns for each item, then lets the item pass.
    ///
    /// The future cannot borrow the item: clone or copy what it needs before the `async` block.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (log, mut lines) = tokio::sync::mpsc::channel(8);
    /// let logged = Stream::from_iter([1, 2]).inspect_async(move |&n| {
    ///     let log = log.clone();
    ///     async move { log.send(n).await.unwrap() }
    /// });
    /// assert_eq!(logged.count().await?, 2);
    /// assert_eq!(lines.recv().await, Some(1));
    /// # Ok(()) }
    /// ```
    pub fn inspect_async<F, Fut>(self, look: F) -> Stream<T, K, Tunable<T>>
    where
        F: Fn(&T) -> Fut + Shared,
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.attach_async(Node::for_fn::<F>("inspect_async"), move |value| look(&value).map(|()| Some(value)))
    }
}

/// Calls `look` with each item, then lets the item pass.
///
/// The pipe form of [`Stream::inspect`](crate::Stream::inspect).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let seen = [1, 2] | pipe::inspect(|n: &i32| assert!(*n > 0)) | pipe::count();
/// assert_eq!(seen.await?, 2);
/// # Ok(()) }
/// ```
pub fn inspect<T: Send + 'static, K: Track, F>(
    look: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K, Tunable<T>>>
where
    F: Fn(&T) + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.inspect(look))
}

/// Awaits the future that `look` returns for each item, then lets the item pass.
///
/// The pipe form of [`Stream::inspect_async`](crate::Stream::inspect_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let seen = [1, 2] | pipe::inspect_async(|&n: &i32| async move { assert!(n > 0) }) | pipe::count();
/// assert_eq!(seen.await?, 2);
/// # Ok(()) }
/// ```
pub fn inspect_async<T: Send + 'static, K: Track, F, Fut>(
    look: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K, Tunable<T>>>
where
    F: Fn(&T) -> Fut + Shared,
    Fut: Future<Output = ()> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.inspect_async(look))
}
