//! `route`: each item to the branch that a function names.

use std::marker::PhantomData;

use crate::attach::{BranchSenders, Dispatch};
use crate::options::Shared;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Splits the stream into `N` branches: each item goes to the one whose number `f` gives, counted from 0.
    ///
    /// `N` is taken from the pattern, or written: `stream.route::<3>(f)`. All branches must be part of one
    /// run: see [`Run::join`](crate::Run::join). On a stream of results, errors go to the first.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let [threes, ones, twos] = Stream::from_iter(0..8).route(|n| n % 3);
    /// let all = (threes.collect::<Vec<_>>(), ones.collect::<Vec<_>>(), twos.collect::<Vec<_>>());
    /// assert_eq!(Run::join(all).await?, (vec![0, 3, 6], vec![1, 4, 7], vec![2, 5]));
    /// # Ok(()) }
    /// ```
    ///
    /// # Backpressure
    ///
    /// A branch that is full holds the others up; give it a `.buffer(n)`. A branch that is dropped, or has
    /// ended early, leaves, and its items are dropped. To give each item to whoever is free, use
    /// [`balance`](Stream::balance).
    ///
    /// # Panics
    ///
    /// A number of `N` or more panics in the stage, which fails the run.
    #[doc(alias = "group_by")]
    pub fn route<const N: usize>(self, f: impl Fn(&T) -> usize + Shared) -> [Stream<T, K>; N] {
        self.split("route", Route::<T, K, _, N>(f, PhantomData))
    }
}

/// Splits the stream into `N` branches: each item goes to the one whose number `f` gives, counted from 0.
///
/// The pipe form of [`Stream::route`](crate::Stream::route).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let [even, odd] = (0..5_usize) | pipe::route(|n: &usize| n % 2);
/// assert_eq!(Run::join((even.count(), odd.count())).await?, (3, 2));
/// # Ok(()) }
/// ```
pub fn route<T: Send + 'static, K: Track, F, const N: usize>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> [Stream<T, K>; N]>
where
    F: Fn(&T) -> usize + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.route(f))
}

struct Route<T, K, F, const N: usize>(F, PhantomData<fn(T) -> K>);

impl<T: Send + 'static, K: Track, F, const N: usize> Dispatch<K::Item<T>, K::Item<T>> for Route<T, K, F, N>
where
    F: Fn(&T) -> usize + Shared,
{
    async fn dispatch(&self, item: K::Item<T>, ends: &BranchSenders<K::Item<T>>) {
        let (index, item) = match K::branch(item) {
            Ok(value) => ((self.0)(&value), K::output(value)),
            Err(residual) => (0, K::residual(residual)),
        };
        assert!(index < N, "an item was sent to branch {index}, and there are {N}, counted from 0");
        ends.send_to(index, item).await;
    }
}
