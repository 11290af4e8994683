//! `map_by_key`: each item into another, one after another for each key.

use std::future::Future;
use std::hash::Hash;

use futures::FutureExt;

use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Keyed, Maps, Pipe, Stream, Track, Tunable};

/// # By key
///
/// Words that treat the items of each key apart.
impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Turns each item into another; the items of one key one after another, those of different keys side by
    /// side.
    ///
    /// See [`map_by_key_async`](Stream::map_by_key_async) for what is kept in order. With one worker it is a
    /// plain `map`, and keys are not asked for.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let words = Stream::from_iter(["ash", "bay", "ant"]);
    /// let upper = words.map_by_key(|word| word.chars().next(), str::to_uppercase).workers(4);
    /// let mut upper = upper.collect::<Vec<_>>().await?;
    /// upper.sort();
    /// assert_eq!(upper, ["ANT", "ASH", "BAY"]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "group_by")]
    pub fn map_by_key<Q, U, G, F>(self, key: G, f: F) -> Stream<U, K, Tunable<T, Keyed<Maps>>>
    where
        Q: Hash,
        U: Send + 'static,
        G: Fn(&T) -> Q + Shared,
        F: Fn(T) -> U + Shared,
    {
        self.attach_by_key(Node::for_fn::<F>("map_by_key"), key, f)
    }

    /// Turns each item into what a future resolves to; the items of one key one after another, those of
    /// different keys side by side.
    ///
    /// For each key the calls are made in the order of the input, never two at once, and the results leave in
    /// that order: the next call of a key begins when the result before is sent. Across keys, results leave
    /// as they are ready. `.workers(n)` is how many keys have a call under way.
    ///
    /// Nothing is kept of a key that has no call under way, so there may be any number of them. Keys are
    /// compared by their hash: two of one hash wait for each other, and lose nothing else. Errors of the
    /// input have no key, and pass.
    ///
    /// # Backpressure
    ///
    /// Items of a key that is busy wait, up to [`window`](Stream::window) items in all, twice the workers
    /// unless set. Then nothing is received until one of them is taken up. So a key with many items holds up
    /// the others only when it has filled the window: more lets them go on for longer, and costs memory for
    /// the items that wait.
    ///
    /// # Cancel safety
    ///
    /// When the run ends early, futures that are under way are dropped, and so are the items that wait.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let events = [("ann", 1), ("bob", 1), ("ann", 2), ("bob", 2), ("ann", 3)];
    /// let events = Stream::from_iter(events);
    /// let stored = events.map_by_key_async(|event| event.0, |event| async move { event }).workers(8);
    /// let stored = stored.collect::<Vec<_>>().await?;
    /// let of_ann: Vec<_> = stored.iter().filter(|(who, _)| *who == "ann").map(|(_, n)| *n).collect();
    /// assert_eq!((stored.len(), of_ann), (5, vec![1, 2, 3]));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "group_by")]
    #[doc(alias = "partition_by")]
    pub fn map_by_key_async<Q, U, G, F, Fut>(self, key: G, f: F) -> Stream<U, K, Tunable<T, Keyed<Maps>>>
    where
        Q: Hash,
        U: Send + 'static,
        G: Fn(&T) -> Q + Shared,
        F: Fn(T) -> Fut + Shared,
        Fut: Future<Output = U> + Send + 'static,
    {
        self.attach_by_key_async(Node::for_fn::<F>("map_by_key_async"), key, move |value| f(value).map(Some))
    }

    /// As `map_by_key`, by a function that blocks or computes for long, called away from the runtime's worker
    /// threads.
    ///
    /// See [`map_by_key_async`](Stream::map_by_key_async) for what is kept in order.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let sizes = Stream::from_iter(["Cargo.toml"]).map_by_key_blocking(
    ///     |path| path.len(),
    ///     |path| std::fs::metadata(path).unwrap().len(),
    /// );
    /// assert!(sizes.workers(2).first().await?.unwrap() > 0);
    /// # Ok(()) }
    /// ```
    pub fn map_by_key_blocking<Q, U, G, F>(self, key: G, f: F) -> Stream<U, K, Tunable<T, Keyed<Maps>>>
    where
        Q: Hash,
        U: Send + 'static,
        G: Fn(&T) -> Q + Shared,
        F: Fn(T) -> U + Shared,
    {
        self.attach_by_key_blocking(Node::for_fn::<F>("map_by_key_blocking"), key, f)
    }
}

/// Turns each item into another; the items of one key one after another, those of different keys side by
/// side.
///
/// The pipe form of [`Stream::map_by_key`](crate::Stream::map_by_key).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let doubled = [1, 2, 3] | pipe::map_by_key(|n: &i32| n % 2, |n| n * 2).workers(2).window(4);
/// assert_eq!(doubled.fold(0, |sum, n| sum + n).await?, 12);
/// # Ok(()) }
/// ```
pub fn map_by_key<T: Send + 'static, K: Track, Q, U, G, F>(
    key: G,
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T, Keyed<Maps>>>>
where
    Q: Hash,
    U: Send + 'static,
    G: Fn(&T) -> Q + Shared,
    F: Fn(T) -> U + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.map_by_key(key, f))
}

/// Turns each item into what a future resolves to; the items of one key one after another, those of different
/// keys side by side.
///
/// The pipe form of [`Stream::map_by_key_async`](crate::Stream::map_by_key_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let double = pipe::map_by_key_async(|n: &i32| n % 2, |n| async move { n * 2 }).workers(2);
/// let doubled = [1, 2, 3] | double;
/// assert_eq!(doubled.fold(0, |sum, n| sum + n).await?, 12);
/// # Ok(()) }
/// ```
pub fn map_by_key_async<T: Send + 'static, K: Track, Q, U, G, F, Fut>(
    key: G,
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T, Keyed<Maps>>>>
where
    Q: Hash,
    U: Send + 'static,
    G: Fn(&T) -> Q + Shared,
    F: Fn(T) -> Fut + Shared,
    Fut: Future<Output = U> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.map_by_key_async(key, f))
}

/// As `map_by_key`, by a function that blocks or computes for long, called away from the runtime's worker
/// threads.
///
/// The pipe form of [`Stream::map_by_key_blocking`](crate::Stream::map_by_key_blocking).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let doubled = [1, 2, 3] | pipe::map_by_key_blocking(|n: &i32| n % 2, |n| n * 2).workers(2);
/// assert_eq!(doubled.fold(0, |sum, n| sum + n).await?, 12);
/// # Ok(()) }
/// ```
pub fn map_by_key_blocking<T: Send + 'static, K: Track, Q, U, G, F>(
    key: G,
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T, Keyed<Maps>>>>
where
    Q: Hash,
    U: Send + 'static,
    G: Fn(&T) -> Q + Shared,
    F: Fn(T) -> U + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.map_by_key_blocking(key, f))
}
