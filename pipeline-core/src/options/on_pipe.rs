//! The options of a stage, set on a `Pipe` before it is attached.

use std::time::Duration;

use backon::BackoffBuilder;

use super::set;
use super::staged::Staged;
use super::traits::{
    KeepsItem, TakesFrontier, TakesOrder, TakesRetry, TakesTimeout, TakesWindow, TakesWorkers,
};
use super::tuned::Tuned;
use super::worker_count::WorkerCount;
use crate::plan::Capacity;
use crate::stream::{Operator, Pipe, Track};

impl<Op> Pipe<Op> {
    /// Lets `n` tasks share the stage's input; the first that is free takes the next item.
    ///
    /// As [`Stream::workers`](crate::Stream::workers), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let doubled: Vec<i32> = ([1, 2] | pipe::map(|n: i32| n * 2).workers(2).ordered() | pipe::collect())
    ///     .await?;
    /// assert_eq!(doubled, [2, 4]);
    /// # Ok(()) }
    /// ```
    pub fn workers<T: Send + 'static, K: Track, Out>(self, n: impl WorkerCount) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Staged<State: TakesWorkers>,
    {
        self.tuned(move |stage| set::workers(stage, n))
    }

    /// Restores the order of the input where several workers finish out of order.
    ///
    /// As [`Stream::ordered`](crate::Stream::ordered), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let doubled: Vec<i32> = ([1, 2] | pipe::map(|n: i32| n * 2).workers(2).ordered() | pipe::collect())
    ///     .await?;
    /// assert_eq!(doubled, [2, 4]);
    /// # Ok(()) }
    /// ```
    pub fn ordered<T: Send + 'static, K: Track, Out>(self) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Staged<State: TakesOrder> + 'static,
    {
        self.tuned(set::ordered)
    }

    /// How many results of an `ordered` stage may wait for an earlier one, beside those in the workers'
    /// hands.
    ///
    /// As [`Stream::window`](crate::Stream::window), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let doubled = [1, 2] | pipe::map(|n: i32| n * 2).workers(2).ordered().window(8);
    /// assert_eq!(doubled.count().await?, 2);
    /// # Ok(()) }
    /// ```
    pub fn window<T: Send + 'static, K: Track, Out>(self, results: usize) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Staged<State: TakesWindow>,
    {
        self.tuned(move |stage| set::window(stage, results))
    }

    /// Lets up to `items` wait on the edge behind the stage, and gives the stage a task of its own.
    ///
    /// As [`Stream::buffer`](crate::Stream::buffer), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let doubled = [1, 2] | pipe::map(|n: i32| n * 2).buffer(16);
    /// assert_eq!(doubled.count().await?, 2);
    /// # Ok(()) }
    /// ```
    pub fn buffer<T: Send + 'static, K: Track, Out>(self, items: usize) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Staged,
    {
        self.tuned(move |stage| set::buffer(stage, Capacity::Items(items)))
    }

    /// Lets any number of items wait on the edge behind the stage, which then never waits for its reader.
    ///
    /// As [`Stream::unbounded`](crate::Stream::unbounded), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let doubled = [1, 2] | pipe::map(|n: i32| n * 2).unbounded();
    /// assert_eq!(doubled.count().await?, 2);
    /// # Ok(()) }
    /// ```
    pub fn unbounded<T: Send + 'static, K: Track, Out>(self) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Staged,
    {
        self.tuned(move |stage| set::buffer(stage, Capacity::Unbounded))
    }

    /// Names the stage in errors and graphs.
    ///
    /// As [`Stream::name`](crate::Stream::name), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = [0] | pipe::map(|n: i32| 1 / n).name("invert") | pipe::count();
    /// assert_eq!(run.await.unwrap_err().stage(), Some("invert"));
    /// # Ok(()) }
    /// ```
    pub fn name<T: Send + 'static, K: Track, Out>(self, name: impl Into<String>) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Staged,
    {
        let name = name.into();
        self.tuned(move |stage| set::name(stage, name))
    }

    /// Gives each call at most this long: then its future is dropped, the item becomes an error, and the
    /// worker goes on.
    ///
    /// As [`Stream::timeout`](crate::Stream::timeout), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// async fn slow(_: i32) -> Result<i32, pipeline_core::Elapsed> {
    ///     std::future::pending().await
    /// }
    /// let run = [1] | pipe::try_map_async(slow).timeout(Duration::from_millis(1)) | pipe::collect_split();
    /// assert_eq!(run.await?.1.len(), 1);
    /// # Ok(()) }
    /// ```
    pub fn timeout<T: Send + 'static, K: Track, Out>(self, limit: Duration) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Staged<State: TakesTimeout>,
    {
        self.tuned(move |stage| set::timeout(stage, limit))
    }

    /// Calls again where the function failed, after the waits of `policy`, until it succeeds or the waits are
    /// used up.
    ///
    /// As [`Stream::retry`](crate::Stream::retry), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::retry::ConstantBuilder;
    /// let policy = ConstantBuilder::new().with_delay(Duration::from_millis(1)).with_max_times(3);
    /// let run = ["1"] | pipe::try_map(|s: &str| s.parse::<i32>()).retry(policy) | pipe::collect_split();
    /// assert_eq!(run.await?.0, [1]);
    /// # Ok(()) }
    /// ```
    pub fn retry<T: Send + 'static, K: Track, Out, B>(self, policy: B) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Staged<State: TakesRetry>,
        B: BackoffBuilder + Clone + 'static,
    {
        self.tuned(move |stage| set::retry(stage, policy))
    }

    /// Lets the stage's errors keep the item they failed on, for
    /// [`StageError::item`](crate::StageError::item).
    ///
    /// As [`Stream::keep_item`](crate::Stream::keep_item), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = ["x"] | pipe::try_map(|s: &'static str| s.parse::<i32>())
    ///     .keep_item() | pipe::collect_split();
    /// assert_eq!(run.await?.1[0].item::<&str>(), Some(&"x"));
    /// # Ok(()) }
    /// ```
    pub fn keep_item<T: Send + 'static, K: Track, Out>(self) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Staged<State: KeepsItem> + 'static,
    {
        self.tuned(set::keep_item)
    }

    /// Makes it a failure of the run if more than `items` of what `expand` gave back to itself wait at the
    /// same time.
    ///
    /// As [`Stream::frontier`](crate::Stream::frontier), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = [3_u32] | pipe::expand(|n: u32| (n, (0..n).rev().take(1))).frontier(10) | pipe::count();
    /// assert_eq!(run.await?, 4);
    /// # Ok(()) }
    /// ```
    pub fn frontier<T: Send + 'static, K: Track, Out>(self, items: usize) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Staged<State: TakesFrontier>,
    {
        self.tuned(move |stage| set::frontier(stage, items))
    }
}
