//! The options of a terminal, set on a `Run`.

use std::time::Duration;

use backon::BackoffBuilder;

use super::set;
use super::traits::{KeepsItem, TakesRetry, TakesTimeout, TakesWorkers};
use super::worker_count::WorkerCount;
use crate::run::Run;

/// # Options
///
/// How the terminal works, where it calls a function on each item.
impl<R, E, S> Run<R, E, S> {
    /// Lets `n` tasks share the stage's input; the first that is free takes the next item.
    ///
    /// As [`Stream::workers`](crate::Stream::workers), for a terminal that calls a function on each item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = Stream::from_iter(0..9).for_each_async(|_| async {}).workers(4);
    /// run.await?;
    /// # Ok(()) }
    /// ```
    pub fn workers(mut self, n: impl WorkerCount) -> Self
    where
        S: TakesWorkers,
    {
        set::workers(&mut self, n);
        self
    }

    /// Names the stage in errors and graphs.
    ///
    /// As [`Stream::name`](crate::Stream::name), for the terminal.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = Stream::from_iter([0]).for_each(|n: i32| drop(1 / n)).name("invert");
    /// assert_eq!(run.await.unwrap_err().stage(), Some("invert"));
    /// # Ok(()) }
    /// ```
    pub fn name(mut self, name: impl Into<String>) -> Self {
        set::name(&mut self, name.into());
        self
    }

    /// Gives each call at most this long: then its future is dropped, the item becomes an error, and the
    /// worker goes on.
    ///
    /// As [`Stream::timeout`](crate::Stream::timeout), for a terminal that calls a function on each item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = Stream::from_iter([1])
    ///     .try_for_each_async(|_| std::future::pending::<Result<(), pipeline_core::Elapsed>>());
    /// assert!(run.timeout(Duration::from_millis(1)).await.is_err());
    /// # Ok(()) }
    /// ```
    pub fn timeout(mut self, limit: Duration) -> Self
    where
        S: TakesTimeout,
    {
        set::timeout(&mut self, limit);
        self
    }

    /// Calls again where the function failed, after the waits of `policy`, until it succeeds or the waits are
    /// used up.
    ///
    /// As [`Stream::retry`](crate::Stream::retry), for a terminal that calls a function on each item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::retry::ConstantBuilder;
    /// let policy = ConstantBuilder::new().with_delay(Duration::from_millis(1)).with_max_times(3);
    /// let run = Stream::from_iter([1]).try_for_each(|_| Err::<(), _>("busy")).retry(policy);
    /// assert!(run.await.is_err());
    /// # Ok(()) }
    /// ```
    pub fn retry<B>(mut self, policy: B) -> Self
    where
        S: TakesRetry,
        B: BackoffBuilder + Clone + 'static,
    {
        set::retry(&mut self, policy);
        self
    }

    /// Lets the stage's errors keep the item they failed on, for
    /// [`StageError::item`](crate::StageError::item).
    ///
    /// As [`Stream::keep_item`](crate::Stream::keep_item), for a terminal that calls a function on each item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = Stream::from_iter([7]).try_for_each(|_| Err::<(), _>("no")).keep_item();
    /// let Err(PipelineError::Item(error)) = run.await else { panic!("the item fails") };
    /// assert_eq!(error.item::<i32>(), Some(&7));
    /// # Ok(()) }
    /// ```
    pub fn keep_item(mut self) -> Self
    where
        S: KeepsItem,
    {
        set::keep_item(&mut self);
        self
    }
}
