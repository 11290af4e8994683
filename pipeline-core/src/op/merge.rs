//! `merge`: several streams into one, as their items arrive.

use futures::stream::select_all;

use crate::chain::Polled;
use crate::feed::Feed;
use crate::node::Node;
use crate::operator::Pipe;
use crate::source::Branches;
use crate::stage::Sealed;
use crate::stream::Stream;
use crate::track::Track;

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the items of this stream and of others as they arrive, until all have ended.
    ///
    /// `others` is a stream, an array or `Vec` of streams, or anything iterable. Fair: where several have an item ready, they take turns. The items of
    /// each keep their order.
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
    pub fn merge<B, How>(self, others: B) -> Stream<T, K>
    where
        B: Branches<T, K, How>,
    {
        let others: Vec<_> = others.into_branches().into_iter().map(Stream::finish).collect();
        let mut node = Node::stage("merge");
        node.inputs.extend(others.iter().map(|other| other.node.clone()));
        self.attach(node, Sealed(()), |scope, node, _, upstream| {
            let first = upstream.open_for(scope, node).into_stream();
            let others = others.into_iter().map(|other| other.open_for(scope, node).into_stream());
            let merged = select_all(std::iter::once(first).chain(others).collect::<Vec<_>>());
            Feed::of_stage(scope, node, Polled::new(merged))
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
