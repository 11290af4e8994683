//! `min`, `max`: the smallest and the largest item.

use crate::attach::terminal;
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the smallest item, the first of several equal ones; `None` where there are no items.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter([3, 1, 2]).min().await?, Some(1));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "minmax")]
    pub fn min(self) -> Run<Option<K::Item<T>>>
    where
        K::Item<T>: Ord,
    {
        self.close_with_loop(terminal("min"), |feed, _| async move {
            let mut least: Option<K::Item<T>> = None;
            feed.for_all(|item| {
                if least.as_ref().is_none_or(|least| item < *least) {
                    least = Some(item);
                }
            })
            .await;
            Ok(least)
        })
    }

    /// Gives the largest item, the last of several equal ones; `None` where there are no items.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter([3, 1, 2]).max().await?, Some(3));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "minmax")]
    pub fn max(self) -> Run<Option<K::Item<T>>>
    where
        K::Item<T>: Ord,
    {
        self.close_with_loop(terminal("max"), |feed, _| async move {
            let mut most: Option<K::Item<T>> = None;
            feed.for_all(|item| {
                if most.as_ref().is_none_or(|most| item >= *most) {
                    most = Some(item);
                }
            })
            .await;
            Ok(most)
        })
    }

    /// Gives the item with the smallest key, the first of several with equal ones; `None` where there are no
    /// items.
    ///
    /// On a stream of results, `key` sees values and errors.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let shortest = Stream::from_iter(["four", "a", "b"]).min_by_key(|word| word.len());
    /// assert_eq!(shortest.await?, Some("a"));
    /// # Ok(()) }
    /// ```
    pub fn min_by_key<Q, F>(self, mut key: F) -> Run<Option<K::Item<T>>>
    where
        Q: Ord + Send + 'static,
        F: FnMut(&K::Item<T>) -> Q + Send + 'static,
    {
        self.close_with_loop(terminal("min_by_key"), |feed, _| async move {
            let mut least: Option<(Q, K::Item<T>)> = None;
            feed.for_all(|item| {
                let key = key(&item);
                if least.as_ref().is_none_or(|(least, _)| key < *least) {
                    least = Some((key, item));
                }
            })
            .await;
            Ok(least.map(|(_, item)| item))
        })
    }

    /// Gives the item with the largest key, the last of several with equal ones; `None` where there are no
    /// items.
    ///
    /// On a stream of results, `key` sees values and errors.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let longest = Stream::from_iter(["a", "four", "five"]).max_by_key(|word| word.len());
    /// assert_eq!(longest.await?, Some("five"));
    /// # Ok(()) }
    /// ```
    pub fn max_by_key<Q, F>(self, mut key: F) -> Run<Option<K::Item<T>>>
    where
        Q: Ord + Send + 'static,
        F: FnMut(&K::Item<T>) -> Q + Send + 'static,
    {
        self.close_with_loop(terminal("max_by_key"), |feed, _| async move {
            let mut most: Option<(Q, K::Item<T>)> = None;
            feed.for_all(|item| {
                let key = key(&item);
                if most.as_ref().is_none_or(|(most, _)| key >= *most) {
                    most = Some((key, item));
                }
            })
            .await;
            Ok(most.map(|(_, item)| item))
        })
    }
}

/// Gives the smallest item, the first of several equal ones; `None` where there are no items.
///
/// The pipe form of [`Stream::min`](crate::Stream::min).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(([3, 1, 2] | pipe::min()).await?, Some(1));
/// # Ok(()) }
/// ```
pub fn min<T, K>() -> Pipe<impl FnOnce(Stream<T, K>) -> Run<Option<K::Item<T>>>>
where
    T: Send + 'static,
    K: Track<Item<T>: Ord>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.min())
}

/// Gives the largest item, the last of several equal ones; `None` where there are no items.
///
/// The pipe form of [`Stream::max`](crate::Stream::max).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(([3, 1, 2] | pipe::max()).await?, Some(3));
/// # Ok(()) }
/// ```
pub fn max<T, K>() -> Pipe<impl FnOnce(Stream<T, K>) -> Run<Option<K::Item<T>>>>
where
    T: Send + 'static,
    K: Track<Item<T>: Ord>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.max())
}

/// Gives the item with the smallest key, the first of several with equal ones; `None` where there are no
/// items.
///
/// The pipe form of [`Stream::min_by_key`](crate::Stream::min_by_key).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(([-3, 1, 2] | pipe::min_by_key(|n: &i32| n.abs())).await?, Some(1));
/// # Ok(()) }
/// ```
pub fn min_by_key<T, K, Q, F>(key: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<Option<K::Item<T>>>>
where
    T: Send + 'static,
    K: Track,
    Q: Ord + Send + 'static,
    F: FnMut(&K::Item<T>) -> Q + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.min_by_key(key))
}

/// Gives the item with the largest key, the last of several with equal ones; `None` where there are no items.
///
/// The pipe form of [`Stream::max_by_key`](crate::Stream::max_by_key).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(([-3, 1, 2] | pipe::max_by_key(|n: &i32| n.abs())).await?, Some(-3));
/// # Ok(()) }
/// ```
pub fn max_by_key<T, K, Q, F>(key: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<Option<K::Item<T>>>>
where
    T: Send + 'static,
    K: Track,
    Q: Ord + Send + 'static,
    F: FnMut(&K::Item<T>) -> Q + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.max_by_key(key))
}
