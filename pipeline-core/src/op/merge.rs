//! `merge`: several streams in one, as their items come.

use futures::stream::select_all;

use crate::attach::Branches;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the items of this stream and of others as they arrive, until all have ended.
    ///
    /// `others` is a stream, an array or `Vec` of streams, or anything iterable. Fair: where several have an
    /// item ready, they take turns. The items of each keep their order.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let odd = Stream::from_iter([1, 3]);
    /// let mut all = odd.merge([2, 4]).collect::<Vec<_>>().await?;
    /// all.sort();
    /// assert_eq!(all, [1, 2, 3, 4]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "select")]
    #[doc(alias = "select_all")]
    #[doc(alias = "StreamMap")]
    pub fn merge<B, How>(self, others: B) -> Stream<T, K>
    where
        B: Branches<T, K, How>,
    {
        let mut node = Node::stage("merge");
        let others = others.into_branches().into_iter();
        let others: Vec<_> = others.map(|other| other.into_input_of(&mut node)).collect();
        self.attach_stream_fn(node, |first, inputs| {
            let others = others.into_iter().map(|other| inputs.start(other));
            select_all(std::iter::once(first).chain(others).collect::<Vec<_>>())
        })
    }
}

/// Gives the items of this stream and of others as they arrive, until all have ended.
///
/// The pipe form of [`Stream::merge`](crate::Stream::merge).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let all = [1, 3] | pipe::merge([2, 4]) | pipe::count();
/// assert_eq!(all.await?, 4);
/// # Ok(()) }
/// ```
pub fn merge<T: Send + 'static, K: Track, B, How>(
    others: B,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    B: Branches<T, K, How>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.merge(others))
}
