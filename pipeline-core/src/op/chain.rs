//! `chain`: one stream after another.

use futures::StreamExt;

use crate::plan::{Node, Reads};
use crate::stream::{IntoStream, Lift, Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the items of this stream and, once it has ended, those of `next`, which is not started before.
    ///
    /// `next` is a stream or anything iterable.
    ///
    /// Two branches of one split cannot follow each other: the split waits for the second, which is not read
    /// before the first has ended. A run with such a chain is refused with
    /// [`PipelineError::Deadlock`](crate::PipelineError::Deadlock); `merge` reads both at the same time, and
    /// `.unbounded()` lets the second branch fall behind.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let all = Stream::from_iter(0..2).chain([7, 8]);
    /// assert_eq!(all.collect::<Vec<_>>().await?, [0, 1, 7, 8]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "start_with")]
    #[doc(alias = "end_with")]
    #[doc(alias = "prepend")]
    #[doc(alias = "concat")]
    pub fn chain<N>(self, next: N) -> Stream<T, K>
    where
        N: IntoStream<Item = T> + Send + 'static,
        N::Track: Lift<K>,
    {
        let mut node = Node::stage("chain");
        node.reads = Reads::InTurn;
        let next = next.into_stream().lift::<K>().into_input_of(&mut node);
        self.attach_stream_fn(node, |first, inputs| first.chain(inputs.start_when_asked(next)))
    }
}

/// Gives the items of this stream and, once it has ended, those of `next`, which is not started before.
///
/// The pipe form of [`Stream::chain`](crate::Stream::chain).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let all: Vec<i32> = ((0..2) | pipe::chain([7, 8]) | pipe::collect()).await?;
/// assert_eq!(all, [0, 1, 7, 8]);
/// # Ok(()) }
/// ```
pub fn chain<T: Send + 'static, K: Track, N>(next: N) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    N: IntoStream<Item = T> + Send + 'static,
    N::Track: Lift<K>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.chain(next))
}
