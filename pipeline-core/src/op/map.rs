//! `map`: each item into another.

use std::future::Future;

use futures::FutureExt;

use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track, Tunable};

/// # One by one
///
/// Words that do something with each item, by a function, and keep nothing but what it says.
impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Turns each item into another.
    ///
    /// Order is kept with one worker. A sync `map` with one worker and no `.buffer` is called in the task
    /// that feeds the next edge; `.workers(n)` or `.buffer(n)` give it tasks of its own.
    ///
    /// Several workers may share the function, so it changes nothing that it holds: a value that goes from
    /// item to item, such as a counter, belongs to [`scan`](Stream::scan).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let doubled = Stream::from_iter([1, 2, 3]).map(|n| n * 2);
    /// assert_eq!(doubled.collect::<Vec<_>>().await?, [2, 4, 6]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "smap")]
    #[doc(alias = "starmap")]
    #[doc(alias = "map_ok")]
    pub fn map<U, F>(self, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> U + Shared,
    {
        self.attach_fn(Node::for_fn::<F>("map"), move |value| Some(f(value)))
    }

    /// Turns each item into what a future resolves to.
    ///
    /// Each worker awaits one call at a time, in a task of its own: `.workers(n)` is how many calls are under
    /// way.
    ///
    /// # Cancel safety
    ///
    /// When the run ends early, futures that are under way are dropped.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let doubled = Stream::from_iter([1, 2, 3]).map_async(|n| async move { n * 2 }).workers(3).ordered();
    /// assert_eq!(doubled.collect::<Vec<_>>().await?, [2, 4, 6]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "then")]
    #[doc(alias = "amap")]
    pub fn map_async<U, F, Fut>(self, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> Fut + Shared,
        Fut: Future<Output = U> + Send + 'static,
    {
        self.attach_async(Node::for_fn::<F>("map_async"), move |value| f(value).map(Some))
    }

    /// Turns each item into another, by a function that blocks or computes for long.
    ///
    /// It is called away from the runtime's worker threads, by at most as many threads as the stage has
    /// workers. A worker keeps its thread from one call to the next while there are items, but gives it back
    /// after 10 ms. A call that has started cannot be stopped, and the run waits for it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let sizes = Stream::from_iter(["Cargo.toml"]).map_blocking(|path| std::fs::metadata(path).unwrap()
    ///     .len());
    /// assert!(sizes.first().await?.unwrap() > 0);
    /// # Ok(()) }
    /// ```
    pub fn map_blocking<U, F>(self, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> U + Shared,
    {
        self.attach_blocking(Node::for_fn::<F>("map_blocking"), move |value| Some(f(value)))
    }
}

/// Turns each item into another.
///
/// The pipe form of [`Stream::map`](crate::Stream::map).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let doubled: Vec<i32> = ([1, 2, 3] | pipe::map(|n| n * 2) | pipe::collect()).await?;
/// assert_eq!(doubled, [2, 4, 6]);
/// # Ok(()) }
/// ```
pub fn map<T: Send + 'static, K: Track, U, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T>>>
where
    U: Send + 'static,
    F: Fn(T) -> U + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.map(f))
}

/// Turns each item into what a future resolves to.
///
/// The pipe form of [`Stream::map_async`](crate::Stream::map_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// async fn double(n: i32) -> i32 {
///     n * 2
/// }
/// let doubled: Vec<i32> = ([1, 2, 3] | pipe::map_async(double) | pipe::collect()).await?;
/// assert_eq!(doubled, [2, 4, 6]);
/// # Ok(()) }
/// ```
pub fn map_async<T: Send + 'static, K: Track, U, F, Fut>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T>>>
where
    U: Send + 'static,
    F: Fn(T) -> Fut + Shared,
    Fut: Future<Output = U> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.map_async(f))
}

/// Turns each item into another, by a function that blocks or computes for long.
///
/// The pipe form of [`Stream::map_blocking`](crate::Stream::map_blocking).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let sizes = ["Cargo.toml"] | pipe::map_blocking(|path: &str| std::fs::metadata(path).unwrap().len());
/// assert!(sizes.first().await?.unwrap() > 0);
/// # Ok(()) }
/// ```
pub fn map_blocking<T: Send + 'static, K: Track, U, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T>>>
where
    U: Send + 'static,
    F: Fn(T) -> U + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.map_blocking(f))
}
