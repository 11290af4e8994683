//! `merge_first`: two streams in one, where one of them goes first.

use futures::stream::{PollNext, select_with_strategy};

use crate::plan::Node;
use crate::stream::{IntoStream, Lift, Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the items of this stream and of `other` as they arrive; where both have one ready, that of
    /// `other` goes first.
    ///
    /// `other` is a stream or anything iterable: commands that are to overtake data. While it always has an
    /// item ready, this stream may starve; [`merge`](Stream::merge) is fair. An item that has left this stage
    /// is not overtaken, and none is in a buffer behind it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let all = Stream::from_iter(["data", "data"]).merge_first(["halt", "go"]);
    /// assert_eq!(all.collect::<Vec<_>>().await?, ["halt", "go", "data", "data"]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "merge_preferred")]
    #[doc(alias = "merge_prioritized")]
    #[doc(alias = "select_with_strategy")]
    pub fn merge_first<O>(self, other: O) -> Stream<T, K>
    where
        O: IntoStream<Item = T> + Send + 'static,
        O::Track: Lift<K>,
    {
        let mut node = Node::stage("merge_first");
        let other = other.into_stream().lift::<K>().into_input_of(&mut node);
        self.attach_stream_fn(node, |rest, inputs| {
            select_with_strategy(inputs.start(other), rest, |_: &mut ()| PollNext::Left)
        })
    }
}

/// Gives the items of this stream and of `other` as they arrive; where both have one ready, that of `other`
/// goes first.
///
/// The pipe form of [`Stream::merge_first`](crate::Stream::merge_first).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let all: Vec<&str> = (["data"] | pipe::merge_first(["halt"]) | pipe::collect()).await?;
/// assert_eq!(all, ["halt", "data"]);
/// # Ok(()) }
/// ```
pub fn merge_first<T: Send + 'static, K: Track, O>(
    other: O,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    O: IntoStream<Item = T> + Send + 'static,
    O::Track: Lift<K>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.merge_first(other))
}
