//! `zip`: items of two streams in pairs.

use std::pin::Pin;
use std::task::{Context, Poll};

use crate::attach::{Head, Lookahead};
use crate::plan::{Node, Reads};
use crate::stream::{IntoStream, Lift, Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Pairs each item with one of `other`, a stream or anything iterable, until one of the two ends; the
    /// other is left at once.
    ///
    /// Both sides are asked at the same time; the slower sets the pace. An item whose partner never came is
    /// dropped. On streams of results, errors pass, and values are paired.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let pairs = Stream::from_iter(['a', 'b', 'c']).zip(0..2);
    /// assert_eq!(pairs.collect::<Vec<_>>().await?, [('a', 0), ('b', 1)]);
    /// # Ok(()) }
    /// ```
    pub fn zip<O>(self, other: O) -> Stream<(T, O::Item), K>
    where
        O: IntoStream + Send + 'static,
        O::Track: Lift<K>,
    {
        let mut node = Node::stage("zip").holding_items(2);
        node.reads = Reads::InPairs;
        let other = other.into_stream().lift::<K>().into_input_of(&mut node);
        self.attach_stream_fn(node, |first, inputs| {
            let (left, right) = (Lookahead::<T, K>::new(first), Lookahead::new(inputs.start(other)));
            Zip { sides: Some((left, right)) }
        })
    }
}

/// Pairs each item with one of `other`, a stream or anything iterable, until one of the two ends; the other
/// is left at once.
///
/// The pipe form of [`Stream::zip`](crate::Stream::zip).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let pairs: Vec<(char, i32)> = (['a', 'b'] | pipe::zip(0..9) | pipe::collect()).await?;
/// assert_eq!(pairs, [('a', 0), ('b', 1)]);
/// # Ok(()) }
/// ```
pub fn zip<T: Send + 'static, K: Track, O>(
    other: O,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<(T, O::Item), K>>
where
    O: IntoStream + Send + 'static,
    O::Track: Lift<K>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.zip(other))
}

struct Zip<T: Send + 'static, U: Send + 'static, K: Track> {
    /// Nothing once one of them has ended.
    sides: Option<(Lookahead<T, K>, Lookahead<U, K>)>,
}

// No field is pinned in place: the streams are behind boxes, and what waits is moved freely.
impl<T: Send + 'static, U: Send + 'static, K: Track> Unpin for Zip<T, U, K> {}

impl<T: Send + 'static, U: Send + 'static, K: Track> futures::Stream for Zip<T, U, K> {
    type Item = K::Item<(T, U)>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some((left, right)) = &mut self.sides else { return Poll::Ready(None) };
        // Both sides are asked even where one has ended: if the other fails at that moment, the failure
        // counts.
        let heads = [left.poll_head(cx), right.poll_head(cx)];
        if let Some(passes) = left.take_residual().or_else(|| right.take_residual()) {
            return Poll::Ready(Some(K::residual(passes)));
        }
        if heads.contains(&Head::End) {
            self.sides = None;
            return Poll::Ready(None);
        }
        if heads.contains(&Head::Pending) {
            return Poll::Pending;
        }
        let pair = left.take_value().zip(right.take_value());
        Poll::Ready(pair.map(K::output))
    }
}
