//! `dedup`: without the repetitions of the item before.

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Drops each item that equals the one before it.
    ///
    /// A clone of the last item that was given is kept to compare with;
    /// [`dedup_by_key`](Stream::dedup_by_key) keeps a key instead. To drop repetitions that are further
    /// apart, use [`distinct`](Stream::distinct). On a stream of results, errors pass, and values are
    /// compared across them.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let changes = Stream::from_iter([1, 1, 2, 2, 1]).dedup();
    /// assert_eq!(changes.collect::<Vec<_>>().await?, [1, 2, 1]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "distinct_until_changed")]
    #[doc(alias = "changes")]
    pub fn dedup(self) -> Stream<T, K>
    where
        T: Clone + PartialEq,
    {
        self.attach_stateful(Node::stage("dedup").holding_items(1), Dedup(None))
    }

    /// Drops each item whose key equals that of the item before it; of items with equal keys the first is
    /// given.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let longer = Stream::from_iter(["a", "b", "cc", "d"]).dedup_by_key(|word| word.len());
    /// assert_eq!(longer.collect::<Vec<_>>().await?, ["a", "cc", "d"]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "distinct_until_key_changed")]
    pub fn dedup_by_key<Q, F>(self, key: F) -> Stream<T, K>
    where
        Q: PartialEq + Send + 'static,
        F: FnMut(&T) -> Q + Send + 'static,
    {
        self.attach_stateful(Node::stage("dedup_by_key"), DedupByKey { last: None, key })
    }
}

/// Drops each item that equals the one before it.
///
/// The pipe form of [`Stream::dedup`](crate::Stream::dedup).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let changes: Vec<i32> = ([1, 1, 2, 2, 1] | pipe::dedup() | pipe::collect()).await?;
/// assert_eq!(changes, [1, 2, 1]);
/// # Ok(()) }
/// ```
pub fn dedup<T, K>() -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    T: Clone + PartialEq + Send + 'static,
    K: Track,
{
    Pipe::new(move |stream: Stream<T, K>| stream.dedup())
}

/// Drops each item whose key equals that of the item before it; of items with equal keys the first is given.
///
/// The pipe form of [`Stream::dedup_by_key`](crate::Stream::dedup_by_key).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let tens: Vec<i32> = ([11, 12, 25, 26] | pipe::dedup_by_key(|n| n / 10) | pipe::collect()).await?;
/// assert_eq!(tens, [11, 25]);
/// # Ok(()) }
/// ```
pub fn dedup_by_key<T, K, Q, F>(key: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    T: Send + 'static,
    K: Track,
    Q: PartialEq + Send + 'static,
    F: FnMut(&T) -> Q + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.dedup_by_key(key))
}

/// The last item that was given.
struct Dedup<T>(Option<T>);

impl<T: Clone + PartialEq + Send + 'static> Stateful<T> for Dedup<T> {
    type Out = T;

    fn step(&mut self, value: T) -> Step<T> {
        if self.0.as_ref() == Some(&value) {
            return Step::Skip;
        }
        // Dropped before the clone is made: one item is kept, and never two.
        self.0 = None;
        self.0 = Some(value.clone());
        Step::Emit(value)
    }
}

struct DedupByKey<Q, F> {
    /// The key of the last item that was given.
    last: Option<Q>,
    key: F,
}

impl<T: Send + 'static, Q, F> Stateful<T> for DedupByKey<Q, F>
where
    Q: PartialEq + Send + 'static,
    F: FnMut(&T) -> Q + Send + 'static,
{
    type Out = T;

    fn step(&mut self, value: T) -> Step<T> {
        let key = Some((self.key)(&value));
        if self.last == key {
            return Step::Skip;
        }
        self.last = key;
        Step::Emit(value)
    }
}
