//! `partition`: one stream into two, by a condition.

use std::marker::PhantomData;

use crate::attach::{BranchSenders, Dispatch};
use crate::options::Shared;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Splits the stream in two: the items for which `is_first` returns true, and the others.
    ///
    /// Both must be part of one run: see [`Run::join`](crate::Run::join). A branch that is full holds the
    /// other up; give it a `.buffer(n)`. A branch that is dropped, or has ended early, leaves, and its items
    /// are dropped. On a stream of results, errors go to the first.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (even, odd) = Stream::from_iter(0..5).partition(|n| n % 2 == 0);
    /// let (even, odd) = Run::join((even.count(), odd.collect::<Vec<_>>())).await?;
    /// assert_eq!((even, odd), (3, vec![1, 3]));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "partition_map")]
    pub fn partition<F>(self, is_first: F) -> (Stream<T, K>, Stream<T, K>)
    where
        F: Fn(&T) -> bool + Shared,
    {
        let [first, second] =
            self.split::<T, K, _, 2>("partition", Partition::<T, K, F>(is_first, PhantomData));
        (first, second)
    }
}

/// Splits the stream in two: the items for which `is_first` returns true, and the others.
///
/// The pipe form of [`Stream::partition`](crate::Stream::partition).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let (even, odd) = (0..5) | pipe::partition(|n| n % 2 == 0);
/// assert_eq!(Run::join((even.count(), odd.count())).await?, (3, 2));
/// # Ok(()) }
/// ```
pub fn partition<T: Send + 'static, K: Track, F>(
    is_first: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> (Stream<T, K>, Stream<T, K>)>
where
    F: Fn(&T) -> bool + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.partition(is_first))
}

struct Partition<T, K, F>(F, PhantomData<fn(T) -> K>);

impl<T: Send + 'static, K: Track, F> Dispatch<K::Item<T>, K::Item<T>> for Partition<T, K, F>
where
    F: Fn(&T) -> bool + Shared,
{
    async fn dispatch(&self, item: K::Item<T>, ends: &BranchSenders<K::Item<T>>) {
        let (index, item) = match K::branch(item) {
            Ok(value) => (usize::from(!(self.0)(&value)), K::output(value)),
            Err(residual) => (0, K::residual(residual)),
        };
        ends.send_to(index, item).await;
    }
}
