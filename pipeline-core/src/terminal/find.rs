//! `find`, `any`, `all`: what the items say of a condition.

use crate::attach::terminal;
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the first item for which `wanted` returns true, and stops the pipeline as soon as it is here.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter(1..).find(|n| n % 7 == 0).await?, Some(7));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "find_any")]
    #[doc(alias = "find_first")]
    pub fn find<F>(self, mut wanted: F) -> Run<Option<K::Item<T>>>
    where
        F: FnMut(&K::Item<T>) -> bool + Send + 'static,
    {
        self.close_with_loop(terminal("find"), |feed, _| async move {
            Ok(feed.find_map(|item| wanted(&item).then_some(item)).await)
        })
    }

    /// Whether `holds` returns true for any item; stops the pipeline at the first.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert!(Stream::from_iter(1..).any(|n| n % 7 == 0).await?);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "some")]
    pub fn any<F>(self, mut holds: F) -> Run<bool>
    where
        F: FnMut(&K::Item<T>) -> bool + Send + 'static,
    {
        self.close_with_loop(terminal("any"), |feed, _| async move {
            Ok(feed.find_map(|item| holds(&item).then_some(())).await.is_some())
        })
    }

    /// Whether `holds` returns true for every item; stops the pipeline at the first for which it does not.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert!(!Stream::from_iter(1..).all(|n| *n < 7).await?);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "every")]
    pub fn all<F>(self, mut holds: F) -> Run<bool>
    where
        F: FnMut(&K::Item<T>) -> bool + Send + 'static,
    {
        self.close_with_loop(terminal("all"), |feed, _| async move {
            Ok(feed.find_map(|item| (!holds(&item)).then_some(())).await.is_none())
        })
    }
}

/// Gives the first item for which `wanted` returns true, and stops the pipeline as soon as it is here.
///
/// The pipe form of [`Stream::find`](crate::Stream::find).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(((1..) | pipe::find(|n: &i32| n % 7 == 0)).await?, Some(7));
/// # Ok(()) }
/// ```
pub fn find<T: Send + 'static, K: Track, F>(
    wanted: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<Option<K::Item<T>>>>
where
    F: FnMut(&K::Item<T>) -> bool + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.find(wanted))
}

/// Whether `holds` returns true for any item; stops the pipeline at the first.
///
/// The pipe form of [`Stream::any`](crate::Stream::any).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert!(((1..) | pipe::any(|n: &i32| n % 7 == 0)).await?);
/// # Ok(()) }
/// ```
pub fn any<T: Send + 'static, K: Track, F>(holds: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<bool>>
where
    F: FnMut(&K::Item<T>) -> bool + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.any(holds))
}

/// Whether `holds` returns true for every item; stops the pipeline at the first for which it does not.
///
/// The pipe form of [`Stream::all`](crate::Stream::all).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert!(!((1..) | pipe::all(|n: &i32| *n < 7)).await?);
/// # Ok(()) }
/// ```
pub fn all<T: Send + 'static, K: Track, F>(holds: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<bool>>
where
    F: FnMut(&K::Item<T>) -> bool + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.all(holds))
}
