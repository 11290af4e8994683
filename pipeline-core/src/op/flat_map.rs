//! `flat_map`: each item into any number of others.

use std::future::Future;

use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Turns each item into any number of others, sent one by one.
    ///
    /// What `f` returns is advanced as the next stage asks for more; it may be endless. With one worker, the
    /// items of one input stay together.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let copies = Stream::from_iter([1, 2, 3]).flat_map(|n| vec![n; n]);
    /// assert_eq!(copies.collect::<Vec<_>>().await?, [1, 2, 2, 3, 3, 3]);
    /// # Ok(()) }
    /// ```
    pub fn flat_map<F, I>(self, f: F) -> Stream<I::Item, K, Tunable<T>>
    where
        F: Fn(T) -> I + Shared,
        I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static>,
    {
        self.attach_iter(Node::for_fn::<F>("flat_map"), f)
    }

    /// Turns each item into the items of what a future resolves to, sent one by one.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let copies = Stream::from_iter([1, 2]).flat_map_async(|n| async move { vec![n; n] });
    /// assert_eq!(copies.collect::<Vec<_>>().await?, [1, 2, 2]);
    /// # Ok(()) }
    /// ```
    pub fn flat_map_async<F, Fut, I>(self, f: F) -> Stream<I::Item, K, Tunable<T>>
    where
        F: Fn(T) -> Fut + Shared,
        Fut: Future<Output = I> + Send + 'static,
        I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static>,
    {
        self.attach_async(Node::for_fn::<F>("flat_map_async"), f)
    }

    /// As `flat_map`, by a function that blocks or computes for long, called away from the runtime's worker
    /// threads.
    ///
    /// What `f` returns is gathered there to the end before the first item is sent, as advancing it may block
    /// too.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let lines = Stream::from_iter(["Cargo.toml"]).flat_map_blocking(|path| {
    ///     std::fs::read_to_string(path).unwrap().lines().map(String::from).collect::<Vec<_>>()
    /// });
    /// assert_eq!(lines.first().await?.as_deref(), Some("[package]"));
    /// # Ok(()) }
    /// ```
    pub fn flat_map_blocking<F, I>(self, f: F) -> Stream<I::Item, K, Tunable<T>>
    where
        F: Fn(T) -> I + Shared,
        I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static>,
    {
        let gather = move |value| gathered(f(value));
        self.attach_blocking(Node::for_fn::<F>("flat_map_blocking"), gather)
    }
}

/// The most room that is made for what an iterator says of its size.
const LOT: usize = 1 << 10;

/// All that an iterator gives. One that is wrong about its size must not take more memory than its items do.
fn gathered<I: IntoIterator>(items: I) -> Vec<I::Item> {
    let items = items.into_iter();
    let mut gathered = Vec::with_capacity(items.size_hint().0.min(LOT));
    items.for_each(|item| gathered.push(item));
    gathered
}

/// Turns each item into any number of others, sent one by one.
///
/// The pipe form of [`Stream::flat_map`](crate::Stream::flat_map).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let copies: Vec<usize> = ([1, 2] | pipe::flat_map(|n| vec![n; n]) | pipe::collect()).await?;
/// assert_eq!(copies, [1, 2, 2]);
/// # Ok(()) }
/// ```
pub fn flat_map<T: Send + 'static, K: Track, F, I>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<I::Item, K, Tunable<T>>>
where
    F: Fn(T) -> I + Shared,
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.flat_map(f))
}

/// Turns each item into the items of what a future resolves to, sent one by one.
///
/// The pipe form of [`Stream::flat_map_async`](crate::Stream::flat_map_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let copies = [1, 2] | pipe::flat_map_async(|n: usize| async move { vec![n; n] });
/// assert_eq!(copies.collect::<Vec<_>>().await?, [1, 2, 2]);
/// # Ok(()) }
/// ```
pub fn flat_map_async<T: Send + 'static, K: Track, F, Fut, I>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<I::Item, K, Tunable<T>>>
where
    F: Fn(T) -> Fut + Shared,
    Fut: Future<Output = I> + Send + 'static,
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.flat_map_async(f))
}

/// As `flat_map`, by a function that blocks or computes for long, called away from the runtime's worker
/// threads.
///
/// The pipe form of [`Stream::flat_map_blocking`](crate::Stream::flat_map_blocking).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let bytes = ["Cargo.toml"] | pipe::flat_map_blocking(|path: &str| std::fs::read(path).unwrap());
/// assert_eq!(bytes.first().await?, Some(b'['));
/// # Ok(()) }
/// ```
pub fn flat_map_blocking<T: Send + 'static, K: Track, F, I>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<I::Item, K, Tunable<T>>>
where
    F: Fn(T) -> I + Shared,
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.flat_map_blocking(f))
}
