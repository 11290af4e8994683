//! `switch_map`: a stream of the latest item.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures::StreamExt;
use futures::stream::BoxStream;

use crate::attach::Substream;
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Lift, Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Turns each item into a stream and gives the items of the latest: when the next item comes, the stream
    /// of the one before is dropped.
    ///
    /// `f` returns a [`Stream`], anything iterable or a
    /// [`futures::Stream`](https://docs.rs/futures/0.3/futures/stream/trait.Stream.html). All items that are
    /// ready are looked at before the stream under way is asked, so it can be dropped without having given
    /// anything. It is dropped, and its tasks torn down, before `f` is called for the next item. When the
    /// input has ended, the last stream goes on to its end. While the reader is busy neither is asked, and an
    /// item that was given is not taken back. On streams of results, errors pass, and end no stream.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// // Who types on does not wait for what was searched before.
    /// let search = |text: &'static str| match text {
    ///     "pip" => Stream::once("pipe"),
    ///     _ => Stream::pending(), // takes for ever
    /// };
    /// let answers = Stream::from_iter(["p", "pi", "pip"]).switch_map(search);
    /// assert_eq!(answers.collect::<Vec<_>>().await?, ["pipe"]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "switch")]
    #[doc(alias = "flat_map_latest")]
    #[doc(alias = "switch_all")]
    pub fn switch_map<Sub, How, F>(self, f: F) -> Stream<Sub::Item, K>
    where
        F: Fn(T) -> Sub + Shared,
        Sub: Substream<How, Track: Lift<K>>,
        How: 'static,
    {
        // It waits for the next item while it gives those of a stream, so that one may have been handed over.
        let node = Node::for_fn::<F>("switch_map").with_own_task().holding_items(1);
        self.attach_stream_fn(node, |first, inputs| {
            let starter = inputs.starter();
            let make = move |value| starter.start::<K, How, Sub>(f(value)).boxed();
            SwitchMap::<T, Sub::Item, K, _> { input: Some(first), current: None, make }
        })
    }
}

/// Turns each item into a stream and gives the items of the latest: when the next item comes, the stream of
/// the one before is dropped.
///
/// The pipe form of [`Stream::switch_map`](crate::Stream::switch_map).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let latest: Vec<i32> = ([7] | pipe::switch_map(|n| [n, n + 1]) | pipe::collect()).await?;
/// assert_eq!(latest, [7, 8]);
/// # Ok(()) }
/// ```
pub fn switch_map<T: Send + 'static, K: Track, Sub, How, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Sub::Item, K>>
where
    F: Fn(T) -> Sub + Shared,
    Sub: Substream<How, Track: Lift<K>>,
    How: 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.switch_map(f))
}

struct SwitchMap<T: Send + 'static, U: Send + 'static, K: Track, F> {
    /// Nothing once it has ended.
    input: Option<BoxStream<'static, K::Item<T>>>,
    current: Option<BoxStream<'static, K::Item<U>>>,
    make: F,
}

// No field is pinned in place: the streams are behind boxes, and the function is moved freely.
impl<T: Send + 'static, U: Send + 'static, K: Track, F> Unpin for SwitchMap<T, U, K, F> {}

impl<T, U, K, F> futures::Stream for SwitchMap<T, U, K, F>
where
    T: Send + 'static,
    U: Send + 'static,
    K: Track,
    F: Fn(T) -> BoxStream<'static, K::Item<U>>,
{
    type Item = K::Item<U>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { input, current, make } = &mut *self;
        while let Some(items) = input {
            match items.poll_next_unpin(cx).map(|item| item.map(K::branch)) {
                Poll::Pending => break,
                Poll::Ready(None) => *input = None,
                Poll::Ready(Some(Err(residual))) => return Poll::Ready(Some(K::residual(residual))),
                Poll::Ready(Some(Ok(value))) => {
                    *current = None;
                    *current = Some(make(value));
                }
            }
        }
        let given = current.as_mut().map_or(Poll::Ready(None), |items| items.poll_next_unpin(cx));
        if let Poll::Ready(None) = given {
            *current = None;
            return if input.is_some() { Poll::Pending } else { Poll::Ready(None) };
        }
        given
    }
}
