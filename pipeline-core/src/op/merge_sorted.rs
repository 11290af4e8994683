//! `merge_sorted_by`: several sorted streams in one that is sorted.

use std::cmp::Ordering;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::attach::{Branches, Head, Lookahead};
use crate::plan::{Node, Reads};
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Merges this stream and others that are all sorted into one that is sorted.
    ///
    /// `others` is a stream, an array or `Vec` of streams, or anything iterable. The least of the next items
    /// of all is given, so each stream is waited for until it has one or has ended, and one item of each is
    /// kept. Of equal items those of this stream come first, then those of the others in their order. Each
    /// item is compared with the next of every stream: for hundreds of streams, merge them in groups. Input
    /// that is not sorted gives output that is not. On streams of results, errors pass as they come.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let sorted = Stream::from_iter([1, 4, 9]).merge_sorted_by([2, 4, 6], |a, b| a.cmp(b));
    /// assert_eq!(sorted.collect::<Vec<_>>().await?, [1, 2, 4, 4, 6, 9]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "kmerge_by")]
    #[doc(alias = "merge_sorted")]
    pub fn merge_sorted_by<B, How, F>(self, others: B, compare: F) -> Stream<T, K>
    where
        B: Branches<T, K, How>,
        F: FnMut(&T, &T) -> Ordering + Send + 'static,
    {
        merge(self, Node::for_fn::<F>("merge_sorted_by"), others, compare)
    }

    /// Merges this stream and others that are all sorted by a key into one that is sorted by it.
    ///
    /// As [`merge_sorted_by`](Stream::merge_sorted_by); the key is taken at each comparison.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let sorted = Stream::from_iter(["a", "ccc"]).merge_sorted_by_key(["bb"], |text| text.len());
    /// assert_eq!(sorted.collect::<Vec<_>>().await?, ["a", "bb", "ccc"]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "kmerge")]
    pub fn merge_sorted_by_key<B, How, Q, F>(self, others: B, mut key: F) -> Stream<T, K>
    where
        B: Branches<T, K, How>,
        Q: Ord,
        F: FnMut(&T) -> Q + Send + 'static,
    {
        let node = Node::for_fn::<F>("merge_sorted_by_key");
        merge(self, node, others, move |a: &T, b: &T| key(a).cmp(&key(b)))
    }
}

/// Merges this stream and others that are all sorted into one that is sorted.
///
/// The pipe form of [`Stream::merge_sorted_by`](crate::Stream::merge_sorted_by).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let sorted = [1, 4] | pipe::merge_sorted_by([2, 3], |a: &i32, b: &i32| a.cmp(b));
/// assert_eq!(sorted.collect::<Vec<_>>().await?, [1, 2, 3, 4]);
/// # Ok(()) }
/// ```
pub fn merge_sorted_by<T: Send + 'static, K: Track, B, How, F>(
    others: B,
    compare: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    B: Branches<T, K, How>,
    F: FnMut(&T, &T) -> Ordering + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.merge_sorted_by(others, compare))
}

/// Merges this stream and others that are all sorted by a key into one that is sorted by it.
///
/// The pipe form of [`Stream::merge_sorted_by_key`](crate::Stream::merge_sorted_by_key).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let sorted = [4, 1] | pipe::merge_sorted_by_key([3, 2], |n: &i32| -n);
/// assert_eq!(sorted.collect::<Vec<_>>().await?, [4, 3, 2, 1]);
/// # Ok(()) }
/// ```
pub fn merge_sorted_by_key<T: Send + 'static, K: Track, B, How, Q, F>(
    others: B,
    key: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    B: Branches<T, K, How>,
    Q: Ord,
    F: FnMut(&T) -> Q + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.merge_sorted_by_key(others, key))
}

fn merge<T, K, S, B, How, F>(stream: Stream<T, K, S>, node: Node, others: B, compare: F) -> Stream<T, K>
where
    T: Send + 'static,
    K: Track,
    S: Send + 'static,
    B: Branches<T, K, How>,
    F: FnMut(&T, &T) -> Ordering + Send + 'static,
{
    let others = others.into_branches();
    let mut node = node.holding_items(others.len() + 1);
    node.reads = Reads::InPairs;
    let others: Vec<_> = others.into_iter().map(|other| other.into_input_of(&mut node)).collect();
    stream.attach_stream_fn(node, |first, inputs| {
        let others = others.into_iter().map(|other| inputs.start(other));
        let sides = std::iter::once(first).chain(others).map(Lookahead::<T, K>::new).collect();
        MergeSorted { sides, compare }
    })
}

struct MergeSorted<T: Send + 'static, K: Track, F> {
    /// Those that have not ended.
    sides: Vec<Lookahead<T, K>>,
    compare: F,
}

// No field is pinned in place: the streams are behind boxes, and what waits is moved freely.
impl<T: Send + 'static, K: Track, F> Unpin for MergeSorted<T, K, F> {}

impl<T: Send + 'static, K: Track, F> futures::Stream for MergeSorted<T, K, F>
where
    F: FnMut(&T, &T) -> Ordering,
{
    type Item = K::Item<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { sides, compare } = &mut *self;
        let mut waits = false;
        sides.retain_mut(|side| {
            let head = side.poll_head(cx);
            waits |= head == Head::Pending;
            head != Head::End
        });
        if let Some(residual) = sides.iter_mut().find_map(Lookahead::take_residual) {
            return Poll::Ready(Some(K::residual(residual)));
        }
        if waits {
            return Poll::Pending;
        }
        // Of several that are the least this is the first.
        let least = sides.iter_mut().min_by(|a, b| match (a.value(), b.value()) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        });
        Poll::Ready(least.and_then(Lookahead::take_value).map(K::output))
    }
}
