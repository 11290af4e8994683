//! `count_by_key`: how many items there are of each key.

use std::collections::HashMap;
use std::hash::Hash;

use crate::attach::terminal;
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Counts the items of each key.
    ///
    /// The result holds every key there was. On a stream of results, `key` sees values and errors.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let lengths = Stream::from_iter(["a", "b", "cc"]).count_by_key(|word| word.len()).await?;
    /// assert_eq!((lengths[&1], lengths[&2]), (2, 1));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "counts_by")]
    #[doc(alias = "frequencies")]
    #[doc(alias = "histogram")]
    #[doc(alias = "counts")]
    pub fn count_by_key<Q, F>(self, mut key: F) -> Run<HashMap<Q, usize>>
    where
        Q: Eq + Hash + Send + 'static,
        F: FnMut(&K::Item<T>) -> Q + Send + 'static,
    {
        self.close_with_loop(terminal("count_by_key"), |feed, _| async move {
            let mut counts = HashMap::new();
            feed.for_all(|item| *counts.entry(key(&item)).or_default() += 1).await;
            Ok(counts)
        })
    }
}

/// Counts the items of each key.
///
/// The pipe form of [`Stream::count_by_key`](crate::Stream::count_by_key).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let parity = ((0..5) | pipe::count_by_key(|n| n % 2)).await?;
/// assert_eq!((parity[&0], parity[&1]), (3, 2));
/// # Ok(()) }
/// ```
pub fn count_by_key<T, K, Q, F>(key: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<HashMap<Q, usize>>>
where
    T: Send + 'static,
    K: Track,
    Q: Eq + Hash + Send + 'static,
    F: FnMut(&K::Item<T>) -> Q + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.count_by_key(key))
}
