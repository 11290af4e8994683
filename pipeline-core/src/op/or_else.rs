//! `or_else`: another stream in the place of one that gives nothing.

use std::task::ready;

use futures::StreamExt;
use futures::stream::poll_fn;

use crate::plan::{Node, Reads};
use crate::stream::{IntoStream, Lift, Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the items of this stream or, if it has ended without one, those of `other`, which is not started
    /// before.
    ///
    /// `other` is a stream or anything iterable; it is dropped with the first item. On streams of results, an
    /// error is an item: it is no reason to turn to `other`.
    ///
    /// As in [`chain`](Stream::chain), `other` cannot be a branch of the split that this stream comes from:
    /// the run is refused with [`PipelineError::Deadlock`](crate::PipelineError::Deadlock).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let large = |least| Stream::from_iter([1, 5, 9]).filter(move |n| *n > least).or_else([0]);
    /// assert_eq!(large(4).collect::<Vec<_>>().await?, [5, 9]);
    /// assert_eq!(large(10).collect::<Vec<_>>().await?, [0]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "switch_if_empty")]
    #[doc(alias = "default_if_empty")]
    pub fn or_else<O>(self, other: O) -> Stream<T, K>
    where
        O: IntoStream<Item = T> + Send + 'static,
        O::Track: Lift<K>,
    {
        let mut node = Node::stage("or_else");
        node.reads = Reads::InTurn;
        let other = other.into_stream().lift::<K>().into_input_of(&mut node);
        self.attach_stream_fn(node, |first, inputs| {
            let (mut current, mut other) = (first, Some(inputs.start_when_asked(other)));
            poll_fn(move |cx| {
                let mut item = ready!(current.poll_next_unpin(cx));
                if let Some(other) = other.take()
                    && item.is_none()
                {
                    current = other;
                    item = ready!(current.poll_next_unpin(cx));
                }
                item.into()
            })
        })
    }
}

/// Gives the items of this stream or, if it has ended without one, those of `other`, which is not started
/// before.
///
/// The pipe form of [`Stream::or_else`](crate::Stream::or_else).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let found: Vec<i32> = ([1, 2] | pipe::filter(|n| *n > 2) | pipe::or_else([0]) | pipe::collect()).await?;
/// assert_eq!(found, [0]);
/// # Ok(()) }
/// ```
pub fn or_else<T: Send + 'static, K: Track, O>(other: O) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    O: IntoStream<Item = T> + Send + 'static,
    O::Track: Lift<K>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.or_else(other))
}
