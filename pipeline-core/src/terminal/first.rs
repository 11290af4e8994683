//! `first`, `last`: one item of all.

use crate::attach::terminal;
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the first item, and stops the pipeline as soon as it is here; `None` where there is none.
    ///
    /// Directly behind a stage with workers, none of them makes a second call for it, unless its buffer or
    /// window has room.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter(10..).first().await?, Some(10));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "head")]
    pub fn first(self) -> Run<Option<K::Item<T>>> {
        self.close_with_loop(terminal("first"), |feed, _| async move { Ok(feed.first().await) })
    }

    /// Gives the last item; `None` where there is none.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter(0..5).last().await?, Some(4));
    /// # Ok(()) }
    /// ```
    pub fn last(self) -> Run<Option<K::Item<T>>> {
        self.close_with_loop(terminal("last"), |feed, _| async move {
            let mut last = None;
            feed.for_all(|item| last = Some(item)).await;
            Ok(last)
        })
    }
}

/// Gives the first item, and stops the pipeline as soon as it is here; `None` where there is none.
///
/// The pipe form of [`Stream::first`](crate::Stream::first).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(((10..) | pipe::first()).await?, Some(10));
/// # Ok(()) }
/// ```
pub fn first<T: Send + 'static, K: Track>() -> Pipe<impl FnOnce(Stream<T, K>) -> Run<Option<K::Item<T>>>> {
    Pipe::new(move |stream: Stream<T, K>| stream.first())
}

/// Gives the last item; `None` where there is none.
///
/// The pipe form of [`Stream::last`](crate::Stream::last).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(((0..5) | pipe::last()).await?, Some(4));
/// # Ok(()) }
/// ```
pub fn last<T: Send + 'static, K: Track>() -> Pipe<impl FnOnce(Stream<T, K>) -> Run<Option<K::Item<T>>>> {
    Pipe::new(move |stream: Stream<T, K>| stream.last())
}
