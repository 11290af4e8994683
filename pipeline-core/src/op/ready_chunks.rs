//! `ready_chunks`: what is there now, as a group.

use std::ops::ControlFlow;

use crate::attach::{Clock, Keeper};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the items that are ready now as a group of at most `most`; it never waits for more, and a group
    /// is never empty.
    ///
    /// So groups adapt to load: a quick reader gets single items, a busy one finds many. What is ready is
    /// what waits in the channel before this stage: put a [`buffer`](Stream::buffer) there, of `most` items
    /// or more. On a stream of results, an error passes before the group it falls into.
    ///
    /// # Errors
    ///
    /// A `most` of 0 is [`InvalidOption`](crate::PipelineError::InvalidOption) when run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (tx, numbers) = Stream::channel(8);
    /// for n in 0..5 {
    ///     tx.send(n).await.unwrap();
    /// }
    /// drop(tx);
    /// let groups = numbers.ready_chunks(3);
    /// assert_eq!(groups.collect::<Vec<_>>().await?, [vec![0, 1, 2], vec![3, 4]]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "batch")]
    pub fn ready_chunks(self, most: usize) -> Stream<Vec<T>, K> {
        let node = Node::stage("ready_chunks").holding_items(most).reject_if(
            most == 0,
            "most",
            "a group of 0 items would never be full; use at least 1",
        );
        self.attach_keeper(node, ReadyChunks { most, items: Vec::new(), is_due: false })
    }
}

/// Gives the items that are ready now as a group of at most `most`; it never waits for more, and a group is
/// never empty.
///
/// The pipe form of [`Stream::ready_chunks`](crate::Stream::ready_chunks).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let groups: Vec<Vec<i32>> = ((0..5) | pipe::ready_chunks(3) | pipe::collect()).await?;
/// assert_eq!(groups.concat(), [0, 1, 2, 3, 4]);
/// # Ok(()) }
/// ```
pub fn ready_chunks<T: Send + 'static, K: Track>(
    most: usize,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Vec<T>, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.ready_chunks(most))
}

struct ReadyChunks<T> {
    most: usize,
    items: Vec<T>,
    /// Whether nothing more was ready after the last of the items.
    is_due: bool,
}

impl<T: Send + 'static> Keeper<T> for ReadyChunks<T> {
    type Out = Vec<T>;

    fn kept(&self) -> usize {
        self.items.len()
    }

    fn take(&mut self, item: T, _: &mut Clock) -> ControlFlow<()> {
        self.items.push(item);
        ControlFlow::Continue(())
    }

    fn give(&mut self, _: &mut Clock) -> Option<Vec<T>> {
        if std::mem::take(&mut self.is_due) || self.items.len() >= self.most {
            return Some(std::mem::take(&mut self.items)).filter(|items| !items.is_empty());
        }
        None
    }

    fn lull(&mut self) -> bool {
        self.is_due = !self.items.is_empty();
        self.is_due
    }

    fn end(&mut self) {
        self.is_due = true;
    }
}
