//! `merge`: several streams in one, as their items come.

use futures::stream::select_all;

use crate::engine::fusion::FromStream;
use crate::engine::port::Inlet;
use crate::plan::Node;
use crate::stream::{IntoStream, Lift, Pipe, Sealed, Stream, Track};

/// What [`Stream::merge`] takes: a stream, an array or `Vec` of streams, or anything iterable.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let parts: Vec<Stream<i32>> = (0..3).map(|n| Stream::from_iter(0..n)).collect();
/// assert_eq!(Stream::from_iter([9]).merge(parts).count().await?, 4);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be merged into a stream of `{T}`",
    label = "not a stream of `{T}`, nor several",
    note = "merge takes a `Stream`, an array or `Vec` of streams, or anything iterable, all with items \
            of `{T}`"
)]
pub trait Branches<T: Send + 'static, K: Track, How> {
    #[doc(hidden)]
    fn into_branches(self) -> Vec<Stream<T, K>>;
}

/// The argument of `merge` is one stream. Tells the two implementations apart; the compiler finds the one
/// that fits.
#[derive(Debug)]
pub struct One;

/// The argument of `merge` is several streams.
#[derive(Debug)]
pub struct Several;

impl<T: Send + 'static, K: Track, I> Branches<T, K, One> for I
where
    I: IntoStream<Item = T, Track: Lift<K>>,
{
    fn into_branches(self) -> Vec<Stream<T, K>> {
        vec![self.into_stream().lift()]
    }
}

impl<T: Send + 'static, K: Track, S: Send + 'static, I> Branches<T, K, Several> for I
where
    I: IntoIterator<Item = Stream<T, K, S>>,
{
    fn into_branches(self) -> Vec<Stream<T, K>> {
        self.into_iter().map(Stream::seal).collect()
    }
}

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
    pub fn merge<B, How>(self, others: B) -> Stream<T, K>
    where
        B: Branches<T, K, How>,
    {
        let others: Vec<_> = others.into_branches().into_iter().map(Stream::finish).collect();
        let mut node = Node::stage("merge");
        node.inputs.extend(others.iter().map(|other| other.node.clone()));
        self.attach(node, Sealed(()), |scope, node, _, upstream| {
            let first = upstream.start_for(scope, node).into_stream();
            let others = others.into_iter().map(|other| other.start_for(scope, node).into_stream());
            let merged = select_all(std::iter::once(first).chain(others).collect::<Vec<_>>());
            Inlet::fuse_or_forward(scope, node, FromStream::new(merged))
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
