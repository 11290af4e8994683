//! `zip`: items of two streams in pairs.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures::stream::BoxStream;

use crate::engine::fusion::FromStream;
use crate::engine::port::Inlet;
use crate::plan::{Node, Reads};
use crate::stream::{IntoStream, Lift, Pipe, Sealed, Stream, Track};

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
        let other = other.into_stream().lift::<K>().finish();
        let mut node = Node::stage("zip").holding_items(2);
        node.reads = Reads::InPairs;
        node.inputs.push(other.node.clone());
        self.attach(node, Sealed(()), |scope, node, _, upstream| {
            let left = Side::<T, K>::new(upstream.start_for(scope, node).into_stream());
            let right = Side::new(other.start_for(scope, node).into_stream());
            Inlet::fuse_or_forward(scope, node, FromStream::new(Zip { sides: Some((left, right)) }))
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
    sides: Option<(Side<T, K>, Side<U, K>)>,
}

/// One of the two streams, and what came of it that is not paired yet.
struct Side<T: Send + 'static, K: Track> {
    items: BoxStream<'static, K::Item<T>>,
    next: Option<Result<T, K::Residual>>,
}

impl<T: Send + 'static, K: Track> Side<T, K> {
    fn new(items: BoxStream<'static, K::Item<T>>) -> Self {
        Self { items, next: None }
    }

    /// Asks for an item if none waits; false if there are no more.
    fn fill(&mut self, cx: &mut Context<'_>) -> bool {
        if self.next.is_none() {
            match self.items.as_mut().poll_next(cx) {
                Poll::Ready(Some(item)) => self.next = Some(K::branch(item)),
                Poll::Ready(None) => return false,
                Poll::Pending => {}
            }
        }
        true
    }
}

// No field is pinned in place: the streams are behind boxes, and what waits is moved freely.
impl<T: Send + 'static, U: Send + 'static, K: Track> Unpin for Zip<T, U, K> {}

impl<T: Send + 'static, U: Send + 'static, K: Track> futures::Stream for Zip<T, U, K> {
    type Item = K::Item<(T, U)>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some((left, right)) = &mut self.sides else { return Poll::Ready(None) };
        // Both sides are asked even where one has ended: if the other fails at that moment, the failure
        // counts.
        let more = left.fill(cx) & right.fill(cx);
        match (left.next.take(), right.next.take()) {
            (Some(Err(passes)), other) => {
                right.next = other;
                Poll::Ready(Some(K::residual(passes)))
            }
            (other, Some(Err(passes))) => {
                left.next = other;
                Poll::Ready(Some(K::residual(passes)))
            }
            (Some(Ok(first)), Some(Ok(second))) => Poll::Ready(Some(K::output((first, second)))),
            (first, second) if more => {
                (left.next, right.next) = (first, second);
                Poll::Pending
            }
            _ => {
                self.sides = None;
                Poll::Ready(None)
            }
        }
    }
}
