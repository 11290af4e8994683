//! `zip_latest`: the latest items of two streams in pairs.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::StreamExt;
use futures::stream::BoxStream;

use crate::plan::Node;
use crate::stream::{IntoStream, Lift, Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Pairs the latest item with the latest of `other`, at each arrival on either side, once both have given
    /// one.
    ///
    /// Every arrival is given; to pass over those that a slow reader has no time for, drop them before this
    /// stage. Ends when both sides have ended, and at once when one has ended without an item. Where both
    /// have one ready they take turns. On streams of results, errors pass, and values are paired.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let pairs = Stream::from_iter(['a', 'b']).zip_latest([1, 2]);
    /// assert_eq!(pairs.collect::<Vec<_>>().await?, [('a', 1), ('b', 1), ('b', 2)]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "combine_latest")]
    pub fn zip_latest<O>(self, other: O) -> Stream<(T, O::Item), K>
    where
        T: Clone,
        O: IntoStream<Item: Clone> + Send + 'static,
        O::Track: Lift<K>,
    {
        zip_from(self, Node::stage("zip_latest"), other, (None, None))
    }

    /// As [`zip_latest`](Stream::zip_latest), beginning with the pair `first`: each arrival gives a pair.
    ///
    /// The start values themselves are not given. Ends when both sides have ended. For pairs that are partial
    /// as long as one side has given nothing, let both be options.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let pairs = Stream::from_iter(['a', 'b']).zip_latest_from([1], ('-', 0));
    /// assert_eq!(pairs.collect::<Vec<_>>().await?, [('a', 0), ('a', 1), ('b', 1)]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "combine_latest")]
    pub fn zip_latest_from<O>(self, other: O, first: (T, O::Item)) -> Stream<(T, O::Item), K>
    where
        T: Clone,
        O: IntoStream<Item: Clone> + Send + 'static,
        O::Track: Lift<K>,
    {
        zip_from(self, Node::stage("zip_latest_from"), other, (Some(first.0), Some(first.1)))
    }
}

/// Pairs the latest item with the latest of `other`, at each arrival on either side, once both have given
/// one.
///
/// The pipe form of [`Stream::zip_latest`](crate::Stream::zip_latest).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let pairs: Vec<(char, i32)> = (['a'] | pipe::zip_latest([1, 2]) | pipe::collect()).await?;
/// assert_eq!(pairs, [('a', 1), ('a', 2)]);
/// # Ok(()) }
/// ```
pub fn zip_latest<T: Clone + Send + 'static, K: Track, O>(
    other: O,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<(T, O::Item), K>>
where
    O: IntoStream<Item: Clone> + Send + 'static,
    O::Track: Lift<K>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.zip_latest(other))
}

/// As [`zip_latest`], beginning with the pair `first`: each arrival gives a pair.
///
/// The pipe form of [`Stream::zip_latest_from`](crate::Stream::zip_latest_from).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let pairs: Vec<(char, i32)> = (['a'] | pipe::zip_latest_from([1], ('-', 0)) | pipe::collect()).await?;
/// assert_eq!(pairs, [('a', 0), ('a', 1)]);
/// # Ok(()) }
/// ```
pub fn zip_latest_from<T: Clone + Send + 'static, K: Track, O>(
    other: O,
    first: (T, O::Item),
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<(T, O::Item), K>>
where
    O: IntoStream<Item: Clone> + Send + 'static,
    O::Track: Lift<K>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.zip_latest_from(other, first))
}

fn zip_from<T, K, S, O>(
    stream: Stream<T, K, S>,
    node: Node,
    other: O,
    (left, right): (Option<T>, Option<O::Item>),
) -> Stream<(T, O::Item), K>
where
    T: Clone + Send + 'static,
    K: Track,
    S: Send + 'static,
    O: IntoStream<Item: Clone> + Send + 'static,
    O::Track: Lift<K>,
{
    let mut node = node.holding_items(2);
    let other = other.into_stream().lift::<K>().into_input_of(&mut node);
    stream.attach_stream_fn(node, |first, inputs| ZipLatest {
        left: Latest::<T, K> { items: Some(first), latest: left },
        right: Latest { items: Some(inputs.start(other)), latest: right },
        asked_first: Next::Left,
    })
}

struct ZipLatest<T: Send + 'static, U: Send + 'static, K: Track> {
    left: Latest<T, K>,
    right: Latest<U, K>,
    asked_first: Next,
}

/// Whose turn it is to be asked before the other.
#[derive(Clone, Copy)]
enum Next {
    Left,
    Right,
}

/// One of the two streams, and the last that came of it.
struct Latest<T: Send + 'static, K: Track> {
    /// Nothing once it has ended.
    items: Option<BoxStream<'static, K::Item<T>>>,
    latest: Option<T>,
}

/// What came from a side.
enum Arrival<R> {
    Value,
    Passing(R),
    End,
}

impl<T: Send + 'static, K: Track> Latest<T, K> {
    fn poll_arrival(&mut self, cx: &mut Context<'_>) -> Poll<Arrival<K::Residual>> {
        let Some(items) = &mut self.items else { return Poll::Pending };
        Poll::Ready(match ready!(items.poll_next_unpin(cx)).map(K::branch) {
            Some(Ok(value)) => {
                self.latest = Some(value);
                Arrival::Value
            }
            Some(Err(residual)) => Arrival::Passing(residual),
            None => {
                self.items = None;
                Arrival::End
            }
        })
    }

    /// Whether nothing came, and nothing will.
    fn is_barren(&self) -> bool {
        self.items.is_none() && self.latest.is_none()
    }
}

impl<T: Send + 'static, U: Send + 'static, K: Track> ZipLatest<T, U, K> {
    /// The first thing that comes from either side.
    fn poll_arrival(&mut self, cx: &mut Context<'_>) -> Poll<Arrival<K::Residual>> {
        let order = match self.asked_first {
            Next::Left => [Next::Left, Next::Right],
            Next::Right => [Next::Right, Next::Left],
        };
        for next in order {
            let (arrival, other) = match next {
                Next::Left => (self.left.poll_arrival(cx), Next::Right),
                Next::Right => (self.right.poll_arrival(cx), Next::Left),
            };
            if arrival.is_ready() {
                self.asked_first = other;
                return arrival;
            }
        }
        Poll::Pending
    }
}

// No field is pinned in place: the streams are behind boxes, and what was kept is moved freely.
impl<T: Send + 'static, U: Send + 'static, K: Track> Unpin for ZipLatest<T, U, K> {}

impl<T, U, K> futures::Stream for ZipLatest<T, U, K>
where
    T: Clone + Send + 'static,
    U: Clone + Send + 'static,
    K: Track,
{
    type Item = K::Item<(T, U)>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let have_ended = self.left.items.is_none() && self.right.items.is_none();
            if have_ended || self.left.is_barren() || self.right.is_barren() {
                (self.left.items, self.right.items) = (None, None);
                return Poll::Ready(None);
            }
            match ready!(self.poll_arrival(cx)) {
                Arrival::Passing(residual) => return Poll::Ready(Some(K::residual(residual))),
                Arrival::Value => {
                    if let (Some(left), Some(right)) = (&self.left.latest, &self.right.latest) {
                        return Poll::Ready(Some(K::output((left.clone(), right.clone()))));
                    }
                }
                Arrival::End => {}
            }
        }
    }
}
