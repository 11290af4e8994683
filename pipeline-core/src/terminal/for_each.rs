//! `for_each`: a function of each item, for what it does.

use std::convert::Infallible;
use std::future::Future;

use futures::FutureExt;

use crate::attach::{StageFn, terminal_for_fn};
use crate::error::StageError;
use crate::options::Shared;
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track, Tunable};

/// What workers send on that cannot fail: nothing.
type NoError = Option<StageError<Infallible>>;

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Calls `f` with each item, in a task of its own. Takes `.workers(n)`.
    ///
    /// On a stream of results, `f` gets `Result`s; see [`try_for_each`](Stream::try_for_each).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    /// static SUM: AtomicU32 = AtomicU32::new(0);
    /// Stream::from_iter(1..4).for_each(|n| drop(SUM.fetch_add(n, Relaxed))).workers(2).await?;
    /// assert_eq!(SUM.load(Relaxed), 6);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "subscribe")]
    pub fn for_each<F>(self, f: F) -> Run<(), Infallible, Tunable<T>>
    where
        F: Fn(K::Item<T>) + Shared,
    {
        self.close_with_workers(terminal_for_fn::<F>("for_each"), |_, _| {
            StageFn::sync(move |item| -> NoError {
                f(item);
                None
            })
        })
    }

    /// Awaits the future that `f` returns for each item. Takes `.workers(n)`: how many are under way.
    ///
    /// # Cancel safety
    ///
    /// When the run ends early, futures that are under way are dropped.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (log, mut lines) = tokio::sync::mpsc::channel(8);
    /// let logged = Stream::from_iter([1, 2]).for_each_async(move |n| {
    ///     let log = log.clone();
    ///     async move { log.send(n).await.unwrap() }
    /// });
    /// logged.await?;
    /// assert_eq!(lines.recv().await, Some(1));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "for_each_concurrent")]
    pub fn for_each_async<F, Fut>(self, f: F) -> Run<(), Infallible, Tunable<T>>
    where
        F: Fn(K::Item<T>) -> Fut + Shared,
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.close_with_workers(terminal_for_fn::<F>("for_each_async"), |_, _| {
            StageFn::future(move |item| f(item).map(|()| NoError::None))
        })
    }

    /// Calls `f`, which blocks or computes for long, with each item, away from the runtime's workers.
    ///
    /// Takes `.workers(n)`: how many calls, and so how many threads, at once.
    ///
    /// # Cancel safety
    ///
    /// A call that has begun cannot be stopped: a run that ends early waits for those, and makes no other.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (log, lines) = std::sync::mpsc::channel();
    /// let logged = Stream::from_iter([1, 2]).for_each_blocking(move |n| log.send(n).unwrap());
    /// logged.await?;
    /// assert_eq!(lines.iter().collect::<Vec<_>>(), [1, 2]);
    /// # Ok(()) }
    /// ```
    pub fn for_each_blocking<F>(self, f: F) -> Run<(), Infallible, Tunable<T>>
    where
        F: Fn(K::Item<T>) + Shared,
    {
        self.close_with_workers(terminal_for_fn::<F>("for_each_blocking"), |_, _| {
            let call = StageFn::sync(move |item| -> NoError {
                f(item);
                None
            });
            call.blocking()
        })
    }
}

/// Calls `f` with each item, in a task of its own.
///
/// The pipe form of [`Stream::for_each`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// ([1, 2] | pipe::for_each(|n: i32| println!("{n}")).workers(2)).await?;
/// # Ok(()) }
/// ```
pub fn for_each<T, K, F>(f: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<(), Infallible, Tunable<T>>>
where
    T: Send + 'static,
    K: Track,
    F: Fn(K::Item<T>) + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.for_each(f))
}

/// Awaits the future that `f` returns for each item.
///
/// The pipe form of [`Stream::for_each_async`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// ([1, 2] | pipe::for_each_async(|n: i32| async move { println!("{n}") }).workers(2)).await?;
/// # Ok(()) }
/// ```
pub fn for_each_async<T, K, F, Fut>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<(), Infallible, Tunable<T>>>
where
    T: Send + 'static,
    K: Track,
    F: Fn(K::Item<T>) -> Fut + Shared,
    Fut: Future<Output = ()> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.for_each_async(f))
}

/// Calls `f`, which blocks or computes for long, with each item, away from the runtime's workers.
///
/// The pipe form of [`Stream::for_each_blocking`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// ([1, 2] | pipe::for_each_blocking(|n: i32| println!("{n}")).workers(2)).await?;
/// # Ok(()) }
/// ```
pub fn for_each_blocking<T, K, F>(f: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<(), Infallible, Tunable<T>>>
where
    T: Send + 'static,
    K: Track,
    F: Fn(K::Item<T>) + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.for_each_blocking(f))
}
