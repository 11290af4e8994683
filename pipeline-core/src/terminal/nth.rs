//! `nth`, `nth_back`: the item at a place.

use std::collections::VecDeque;

use crate::attach::terminal;
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the item at place `n`, counted from 0, and stops the pipeline as soon as it is here; `None`
    /// where there are not so many.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter(10..).nth(2).await?, Some(12));
    /// assert_eq!(Stream::from_iter(10..12).nth(2).await?, None);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "item")]
    #[doc(alias = "element_at")]
    pub fn nth(self, n: usize) -> Run<Option<K::Item<T>>> {
        self.close_with_loop(terminal("nth"), move |feed, _| async move {
            let mut before = n;
            let reached = |item| {
                let Some(fewer) = before.checked_sub(1) else { return Some(item) };
                before = fewer;
                None
            };
            Ok(feed.find_map(reached).await)
        })
    }

    /// Gives the item at place `n` counted from the end, where `nth_back(0)` is the last; `None` where there
    /// are not so many.
    ///
    /// It keeps the last `n + 1` items.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter(0..10).nth_back(2).await?, Some(7));
    /// assert_eq!(Stream::from_iter(0..2).nth_back(2).await?, None);
    /// # Ok(()) }
    /// ```
    pub fn nth_back(self, n: usize) -> Run<Option<K::Item<T>>> {
        self.close_with_loop(terminal("nth_back"), move |feed, _| async move {
            let mut last = VecDeque::new();
            feed.for_all(|item| {
                last.push_back(item);
                // More than `n`: it may be the greatest number there is.
                if last.len() - 1 > n {
                    last.pop_front();
                }
            })
            .await;
            Ok(if last.len() > n { last.pop_front() } else { None })
        })
    }
}

/// Gives the item at place `n`, counted from 0, and stops the pipeline as soon as it is here.
///
/// The pipe form of [`Stream::nth`](crate::Stream::nth).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(((10..) | pipe::nth(2)).await?, Some(12));
/// # Ok(()) }
/// ```
pub fn nth<T, K>(n: usize) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<Option<K::Item<T>>>>
where
    T: Send + 'static,
    K: Track,
{
    Pipe::new(move |stream: Stream<T, K>| stream.nth(n))
}

/// Gives the item at place `n` counted from the end, where `nth_back(0)` is the last.
///
/// The pipe form of [`Stream::nth_back`](crate::Stream::nth_back).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(((0..10) | pipe::nth_back(2)).await?, Some(7));
/// # Ok(()) }
/// ```
pub fn nth_back<T, K>(n: usize) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<Option<K::Item<T>>>>
where
    T: Send + 'static,
    K: Track,
{
    Pipe::new(move |stream: Stream<T, K>| stream.nth_back(n))
}
