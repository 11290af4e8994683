//! `top_k`: the largest items.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::attach::terminal;
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the `n` largest items, the largest first; all of them where there are fewer.
    ///
    /// It keeps no more than `n` items, however many come. Of equal ones those that came first are kept, and
    /// stand first. For the smallest items, map them into [`Reverse`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::from_iter([4, 9, 1, 7]).top_k(2).await?, [9, 7]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "k_largest")]
    #[doc(alias = "nlargest")]
    #[doc(alias = "k_smallest")]
    #[doc(alias = "largest")]
    pub fn top_k(self, n: usize) -> Run<Vec<K::Item<T>>>
    where
        K::Item<T>: Ord,
    {
        self.close_with_loop(terminal("top_k"), move |feed, _| async move {
            // On top is the item that goes next: the smallest, and of equal ones the last.
            let mut largest = BinaryHeap::new();
            let mut place = 0_usize;
            feed.for_all(|item| {
                let ranked = Reverse((item, Reverse(place)));
                place += 1;
                if largest.len() < n {
                    largest.push(ranked);
                } else if let Some(mut least) = largest.peek_mut()
                    && ranked < *least
                {
                    *least = ranked;
                }
            })
            .await;
            Ok(largest.into_sorted_vec().into_iter().map(|Reverse((item, _))| item).collect())
        })
    }
}

/// Gives the `n` largest items, the largest first; all of them where there are fewer.
///
/// The pipe form of [`Stream::top_k`](crate::Stream::top_k).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(([4, 9, 1, 7] | pipe::top_k(2)).await?, [9, 7]);
/// # Ok(()) }
/// ```
pub fn top_k<T, K>(n: usize) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<Vec<K::Item<T>>>>
where
    T: Send + 'static,
    K: Track<Item<T>: Ord>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.top_k(n))
}
