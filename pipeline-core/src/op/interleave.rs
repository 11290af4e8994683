//! `interleave`: one item of each stream in turn.

use std::collections::VecDeque;
use std::task::ready;

use futures::StreamExt;
use futures::stream::poll_fn;

use crate::attach::Branches;
use crate::plan::{Node, Reads};
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives one item of this stream and one of each of `others` in turn, until all have ended.
    ///
    /// `others` is a stream, an array or `Vec` of streams, or anything iterable. Whose turn it is, is waited
    /// for; one that has ended has no turn any more. [`merge`](Stream::merge) waits for none. On streams of
    /// results, an error takes a turn.
    ///
    /// Two branches of a split that gives each item to one of them can stall: the split may wait for one
    /// branch while the other has its turn.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let mixed = Stream::from_iter([1, 2, 3, 4]).interleave([10, 20]);
    /// assert_eq!(mixed.collect::<Vec<_>>().await?, [1, 10, 2, 20, 3, 4]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "round_robin")]
    pub fn interleave<B, How>(self, others: B) -> Stream<T, K>
    where
        B: Branches<T, K, How>,
    {
        let mut node = Node::stage("interleave");
        node.reads = Reads::InPairs;
        let others = others.into_branches().into_iter();
        let others: Vec<_> = others.map(|other| other.into_input_of(&mut node)).collect();
        self.attach_stream_fn(node, |first, inputs| {
            let others = others.into_iter().map(|other| inputs.start(other));
            let mut sides: VecDeque<_> = std::iter::once(first).chain(others).collect();
            poll_fn(move |cx| {
                while let Some(side) = sides.front_mut() {
                    match ready!(side.poll_next_unpin(cx)) {
                        None => drop(sides.pop_front()),
                        item => {
                            sides.rotate_left(1);
                            return item.into();
                        }
                    }
                }
                None.into()
            })
        })
    }
}

/// Gives one item of this stream and one of each of `others` in turn, until all have ended.
///
/// The pipe form of [`Stream::interleave`](crate::Stream::interleave).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let mixed: Vec<i32> = ([1, 2] | pipe::interleave([10]) | pipe::collect()).await?;
/// assert_eq!(mixed, [1, 10, 2]);
/// # Ok(()) }
/// ```
pub fn interleave<T: Send + 'static, K: Track, B, How>(
    others: B,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    B: Branches<T, K, How>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.interleave(others))
}
