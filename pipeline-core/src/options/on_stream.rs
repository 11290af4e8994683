//! The options of a stage, set on a `Stream`.

use std::time::Duration;

use backon::BackoffBuilder;

use super::set;
use super::traits::{
    KeepsItem, TakesFrontier, TakesOrder, TakesRetry, TakesTimeout, TakesWindow, TakesWorkers,
};
use super::worker_count::WorkerCount;
use crate::plan::Capacity;
use crate::stream::{Stream, Track};

/// # Options
///
/// How the last stage works: options stand right behind the word that they are for.
impl<T: Send + 'static, K: Track, S> Stream<T, K, S> {
    /// Lets `n` tasks share the stage's input; the first that is free takes the next item.
    ///
    /// Workers start as items arrive, so a large `n` costs nothing until it is used. Results leave as they
    /// are ready; [`ordered`](Stream::ordered) restores the order of the input. Choose as many as calls
    /// should be under way at once: for waiting, what the other side can bear; for computing, the number of
    /// cores.
    ///
    /// Where only so many results are wanted, calls that are under way are stopped with the last of them;
    /// [`take`](Stream::take) says how many may have begun.
    ///
    /// With a range, `.workers(2..=64)`, the stage looks for the number itself: it begins with the fewest,
    /// and takes more for as long as they bring more. Choose the end of the range for what the service behind
    /// the calls can bear. It needs tokio's clock. [`Control::set_workers`](crate::Control::set_workers) sets
    /// the number by hand.
    ///
    /// # Errors
    ///
    /// 0 or more than 65,536 is [`InvalidOption`](crate::PipelineError::InvalidOption) when run. On a stage
    /// that keeps state it does not compile.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let doubled = Stream::from_iter(0..3).map_async(|n| async move { n * 2 }).workers(8);
    /// let mut doubled = doubled.collect::<Vec<_>>().await?;
    /// doubled.sort();
    /// assert_eq!(doubled, [0, 2, 4]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "buffer_unordered")]
    #[doc(alias = "parallel")]
    #[doc(alias = "par_iter")]
    #[doc(alias = "map_async_unordered")]
    #[doc(alias = "concurrency")]
    #[doc(alias = "try_buffer_unordered")]
    #[doc(alias = "par_bridge")]
    #[doc(alias = "processors")]
    pub fn workers(mut self, n: impl WorkerCount) -> Self
    where
        S: TakesWorkers,
    {
        set::workers(&mut self, n);
        self
    }

    /// Restores the order of the input where several workers finish out of order.
    ///
    /// A worker whose call has finished takes the next item at once; its result waits in a window until the
    /// ones before it are sent. See [`window`](Stream::window) for how many may wait.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let squares = Stream::from_iter(0..4).map_async(|n| async move { n * n }).workers(4).ordered();
    /// assert_eq!(squares.collect::<Vec<_>>().await?, [0, 1, 4, 9]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "buffered")]
    #[doc(alias = "map_async_ordered")]
    #[doc(alias = "try_buffered")]
    pub fn ordered(mut self) -> Self
    where
        S: TakesOrder,
    {
        set::ordered(&mut self);
        self
    }

    /// How many results of an [`ordered`](Stream::ordered) stage may wait for an earlier one, beside those in
    /// the workers' hands.
    ///
    /// The default is twice the number of workers. More lets a slow call hold up its siblings later, and
    /// costs memory for the results that wait; 0 lets a finished worker wait with its result. More than
    /// 1,048,576 is refused.
    ///
    /// In `map_by_key` and its kin: how many items may wait for a call of their key. There 0 is refused.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let squares = Stream::from_iter(0..4).map_async(|n| async move { n * n }).workers(2).ordered()
    ///     .window(1);
    /// assert_eq!(squares.collect::<Vec<_>>().await?, [0, 1, 4, 9]);
    /// # Ok(()) }
    /// ```
    pub fn window(mut self, results: usize) -> Self
    where
        S: TakesWindow,
    {
        set::window(&mut self, results);
        self
    }

    /// Lets up to `items` wait on the edge behind the stage, and gives the stage a task of its own.
    ///
    /// The default is 0, a rendezvous: nothing runs ahead of demand, which overlaps waiting but not
    /// computing. For stages that compute, 16 to 100 keeps both sides busy. The edge's slots are allocated at
    /// once; more than 1,048,576 is refused.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let found = Stream::from_iter(0..3).buffer(16).map(|n| n + 1).buffer(16).collect::<Vec<_>>().await?;
    /// assert_eq!(found, [1, 2, 3]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "buffer_size")]
    pub fn buffer(mut self, items: usize) -> Self {
        set::buffer(&mut self, Capacity::Items(items));
        self
    }

    /// Lets any number of items wait on the edge behind the stage, which then never waits for its reader.
    ///
    /// Memory is the only limit: meant for short inputs, and for branches of a split that are read at very
    /// different paces.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let found = Stream::from_iter(0..1000).unbounded().count().await?;
    /// assert_eq!(found, 1000);
    /// # Ok(()) }
    /// ```
    pub fn unbounded(mut self) -> Self {
        set::buffer(&mut self, Capacity::Unbounded);
        self
    }

    /// Names the stage in errors and graphs.
    ///
    /// The default is the name of the stage's function, or the operator's for closures. Where two stages of a
    /// run have one name, the second is called `name#2`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = Stream::from_iter([0]).map(|n: i32| 1 / n).name("invert").count();
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
    /// The stage's error must be `From<`[`Elapsed`](crate::Elapsed)`>`. With [`retry`](Stream::retry), each
    /// try has the whole time. Needs tokio's clock.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let slow = Stream::from_iter([1])
    ///     .try_map_async(|_| std::future::pending::<Result<i32, pipeline_core::Elapsed>>());
    /// let (_, errors) = slow.timeout(Duration::from_millis(1)).collect_split().await?;
    /// assert_eq!(errors[0].to_string(), "[try_map_async] took longer than 1ms");
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
    /// The policy is any builder of the `backon` crate; see [`pipeline_core::retry`](crate::retry). The item
    /// stays with its worker and keeps its place in the order; cancelling the run ends the wait. The last
    /// error is the one that counts. Needs tokio's clock.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::retry::ConstantBuilder;
    /// use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    /// static CALLS: AtomicU32 = AtomicU32::new(0);
    ///
    /// fn flaky(n: i32) -> Result<i32, &'static str> {
    ///     if CALLS.fetch_add(1, Relaxed) < 2 { Err("busy") } else { Ok(n) }
    /// }
    /// let policy = ConstantBuilder::new().with_delay(Duration::from_millis(1)).with_max_times(3);
    /// let (found, _) = Stream::from_iter([7]).try_map(flaky).retry(policy).collect_split().await?;
    /// assert_eq!(found, [7]);
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
    /// Costs a clone of each item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let failing = Stream::from_iter([7]).try_map(|_| Err::<i32, _>("no")).keep_item();
    /// let (_, errors) = failing.collect_split().await?;
    /// assert_eq!(errors[0].item::<i32>(), Some(&7));
    /// # Ok(()) }
    /// ```
    pub fn keep_item(mut self) -> Self
    where
        S: KeepsItem,
    {
        set::keep_item(&mut self);
        self
    }

    /// Makes it a failure of the run if more than `items` of what `expand` gave back to itself wait at the
    /// same time.
    ///
    /// Without it, memory is the only limit of that queue.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let endless = Stream::from_iter([0_u64]).expand(|n| (n, [n + 1, n + 2])).frontier(100);
    /// let error = endless.count().await.unwrap_err();
    /// assert_eq!(error.to_string(), "stage `expand` failed: more than 100 items wait to be expanded");
    /// # Ok(()) }
    /// ```
    pub fn frontier(mut self, items: usize) -> Self
    where
        S: TakesFrontier,
    {
        set::frontier(&mut self, items);
        self
    }
}
