//! `filter_map`: each item into another, or none.

use std::future::Future;

use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Turns each item into another, or drops it where `f` returns `None`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let numbers = Stream::from_iter(["1", "x", "3"]).filter_map(|text| text.parse::<i32>().ok());
    /// assert_eq!(numbers.collect::<Vec<_>>().await?, [1, 3]);
    /// # Ok(()) }
    /// ```
    pub fn filter_map<U, F>(self, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> Option<U> + Shared,
    {
        self.attach_fn(Node::for_fn::<F>("filter_map"), f)
    }

    /// Turns each item into what a future resolves to, or drops it where that is `None`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let odd = Stream::from_iter(0..4).filter_map_async(|n| async move { (n % 2 == 1).then_some(n * 10) });
    /// assert_eq!(odd.collect::<Vec<_>>().await?, [10, 30]);
    /// # Ok(()) }
    /// ```
    pub fn filter_map_async<U, F, Fut>(self, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> Fut + Shared,
        Fut: Future<Output = Option<U>> + Send + 'static,
    {
        self.attach_async(Node::for_fn::<F>("filter_map_async"), f)
    }

    /// As `filter_map`, by a function that blocks or computes for long, called away from the runtime's worker
    /// threads.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let texts = Stream::from_iter(["Cargo.toml", "no such file"])
    ///     .filter_map_blocking(|path| std::fs::read(path).ok());
    /// assert_eq!(texts.count().await?, 1);
    /// # Ok(()) }
    /// ```
    pub fn filter_map_blocking<U, F>(self, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> Option<U> + Shared,
    {
        self.attach_blocking(Node::for_fn::<F>("filter_map_blocking"), f)
    }
}

/// Turns each item into another, or drops it where `f` returns `None`.
///
/// The pipe form of [`Stream::filter_map`](crate::Stream::filter_map).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let numbers = ["1", "x", "3"] | pipe::filter_map(|text: &str| text.parse::<i32>().ok());
/// assert_eq!(numbers.collect::<Vec<_>>().await?, [1, 3]);
/// # Ok(()) }
/// ```
pub fn filter_map<T: Send + 'static, K: Track, U, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T>>>
where
    U: Send + 'static,
    F: Fn(T) -> Option<U> + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.filter_map(f))
}

/// Turns each item into what a future resolves to, or drops it where that is `None`.
///
/// The pipe form of [`Stream::filter_map_async`](crate::Stream::filter_map_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let odd = (0..4) | pipe::filter_map_async(|n: i32| async move { (n % 2 == 1).then_some(n * 10) });
/// assert_eq!(odd.collect::<Vec<_>>().await?, [10, 30]);
/// # Ok(()) }
/// ```
pub fn filter_map_async<T: Send + 'static, K: Track, U, F, Fut>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T>>>
where
    U: Send + 'static,
    F: Fn(T) -> Fut + Shared,
    Fut: Future<Output = Option<U>> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.filter_map_async(f))
}

/// As `filter_map`, by a function that blocks or computes for long, called away from the runtime's worker
/// threads.
///
/// The pipe form of [`Stream::filter_map_blocking`](crate::Stream::filter_map_blocking).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let texts = ["Cargo.toml"] | pipe::filter_map_blocking(|path: &str| std::fs::read(path).ok());
/// assert_eq!(texts.count().await?, 1);
/// # Ok(()) }
/// ```
pub fn filter_map_blocking<T: Send + 'static, K: Track, U, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T>>>
where
    U: Send + 'static,
    F: Fn(T) -> Option<U> + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.filter_map_blocking(f))
}
