//! `.overflow(..)` and `.on_drop(..)`, on streams and pipes.

use super::staged::Staged;
use super::traits::Shared;
use super::tuned::Tuned;
use crate::plan::Overflow;
use crate::stream::{Operator, Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Says what becomes of items that come while the reader is busy, in place of waiting for it.
    ///
    /// The items that wait are those of [`buffer(n)`](Stream::buffer):
    ///
    /// | policy | `.buffer(n)` | when the buffer is full |
    /// |---|---|---|
    /// | `DropOldest` | at least 1 | the item that waited longest is dropped |
    /// | `DropNewest` | any; without one nothing waits | the new item is dropped |
    /// | `Latest` | none: one item waits | the newest takes its place |
    /// | `Fail` | at least 1 | the run fails |
    ///
    /// What is dropped goes to [`on_drop`](Stream::on_drop). To merge items in place of dropping some use
    /// [`conflate`](Stream::conflate). On a stream of results an error is an item like any other.
    ///
    /// # Backpressure
    ///
    /// The stage and those before it never wait for what comes behind. Items are handed on when the reader
    /// waits for one, so `Latest` is the newest item of that moment. The reader is the next task: what is
    /// called on the way to it, such as a `map` before a `map_async`, asks one item ahead. Where several
    /// workers read, one more is on its way to whoever is free next.
    ///
    /// # Errors
    ///
    /// A buffer that does not go with the policy is [`InvalidOption`](crate::PipelineError::InvalidOption)
    /// when run. With `Fail`, a full buffer is [`Failed`](crate::PipelineError::Failed).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use pipeline_core::Overflow;
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// // A price each 10 ms, and a reader that takes 33 ms for each: it works with the newest.
    /// let prices = Stream::interval(Duration::from_millis(10)).enumerate().map(|(n, _)| n).take(9);
    /// let used = prices.overflow(Overflow::Latest).map_async(|price| async move {
    ///     tokio::time::sleep(Duration::from_millis(33)).await;
    ///     price
    /// });
    /// assert_eq!(used.collect::<Vec<_>>().await?, [0, 3, 6, 8]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "on_backpressure_drop")]
    #[doc(alias = "on_backpressure_latest")]
    #[doc(alias = "overflow_strategy")]
    #[doc(alias = "exhaust_map")]
    #[doc(alias = "OverflowStrategy")]
    pub fn overflow(self, policy: Overflow) -> Self {
        self.with_overflow(policy)
    }

    /// Calls `f` with each item that [`overflow`](Stream::overflow) drops, in the order in which they are
    /// dropped.
    ///
    /// To count them, let it add to a number. It is called in the task that takes items in, so it must be
    /// quick; a panic in it fails the run. With [`Overflow::Fail`](crate::Overflow) it is never called.
    ///
    /// # Errors
    ///
    /// Without `.overflow(..)` it is [`InvalidOption`](crate::PipelineError::InvalidOption) when run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use pipeline_core::Overflow;
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let dropped = Arc::new(AtomicUsize::new(0));
    /// let count = dropped.clone();
    /// let given = Stream::from_iter(0..100)
    ///     .buffer(8).overflow(Overflow::DropNewest).on_drop(move |_| drop(count.fetch_add(1, Relaxed)))
    ///     .count()
    ///     .await?;
    /// assert_eq!(given + dropped.load(Relaxed), 100);
    /// # Ok(()) }
    /// ```
    pub fn on_drop<F>(self, f: F) -> Self
    where
        F: Fn(K::Item<T>) + Shared,
    {
        self.with_on_drop(f)
    }
}

/// Hands items on to another stage, so that they can overflow: a [`Stream`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::options::Flows;
///
/// fn flows<F: Flows<Flow = i32>>(_: &F) {}
/// flows(&Stream::from_iter([1, 2]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`overflow` and `on_drop` do not go with what this gives",
    label = "hands no items on that could overflow",
    note = "they belong to sources and stages whose reader may be too slow, and not to terminals"
)]
pub trait Flows: Staged {
    /// What it hands on: values, or results on the fallible track.
    type Flow;
    #[doc(hidden)]
    fn set_overflow(self, policy: Overflow) -> Self;
    #[doc(hidden)]
    fn set_on_drop(self, f: impl Fn(Self::Flow) + Shared) -> Self;
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Flows for Stream<T, K, S> {
    type Flow = K::Item<T>;

    fn set_overflow(self, policy: Overflow) -> Self {
        self.overflow(policy)
    }

    fn set_on_drop(self, f: impl Fn(K::Item<T>) + Shared) -> Self {
        self.on_drop(f)
    }
}

impl<Op> Pipe<Op> {
    /// Says what becomes of items that come while the reader is busy, in place of waiting for it.
    ///
    /// As [`Stream::overflow`](crate::Stream::overflow), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use pipeline_core::Overflow;
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let newest = [1, 2, 3] | pipe::map(|n: i32| n * 2).overflow(Overflow::Latest) | pipe::last();
    /// assert_eq!(newest.await?, Some(6));
    /// # Ok(()) }
    /// ```
    pub fn overflow<T: Send + 'static, K: Track, Out>(self, policy: Overflow) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Flows,
    {
        self.remade(move |stage: Out| stage.set_overflow(policy))
    }

    /// Calls `f` with each item that `overflow` drops, in the order in which they are dropped.
    ///
    /// As [`Stream::on_drop`](crate::Stream::on_drop), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use pipeline_core::Overflow;
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let late = |n: i32| println!("no time for {n}");
    /// let doubled = [1, 2, 3] | pipe::map(|n: i32| n * 2).overflow(Overflow::Latest).on_drop(late);
    /// assert!(doubled.count().await? <= 3);
    /// # Ok(()) }
    /// ```
    pub fn on_drop<T: Send + 'static, K: Track, Out, F>(self, f: F) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Flows,
        F: Fn(<Out as Flows>::Flow) + Shared,
    {
        self.remade(move |stage: Out| stage.set_on_drop(f))
    }
}
