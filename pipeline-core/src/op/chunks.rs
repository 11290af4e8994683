//! `chunks`: items in groups.

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

/// # In groups
///
/// Words that make one item of several: groups by number, weight, time or likeness, and windows.
impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives items in groups of `size`; the last group may be smaller, and is never empty.
    ///
    /// A group waits until it is full. On a stream of results, an error passes before the group it falls
    /// into.
    ///
    /// # Errors
    ///
    /// A `size` of 0 is [`InvalidOption`](crate::PipelineError::InvalidOption) when run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let pairs = Stream::from_iter(1..6).chunks(2);
    /// assert_eq!(pairs.collect::<Vec<_>>().await?, [vec![1, 2], vec![3, 4], vec![5]]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "grouped")]
    #[doc(alias = "buffer_count")]
    #[doc(alias = "batching")]
    #[doc(alias = "tuples")]
    #[doc(alias = "array_chunks")]
    pub fn chunks(self, size: usize) -> Stream<Vec<T>, K> {
        let node = Node::stage("chunks").holding_items(size).reject_if(
            size == 0,
            "size",
            "a chunk of 0 items would never be full; use at least 1",
        );
        self.attach_stateful(node, Chunks { size, items: Vec::new() })
    }
}

/// Gives items in groups of `size`; the last group may be smaller, and is never empty.
///
/// The pipe form of [`Stream::chunks`](crate::Stream::chunks).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let pairs: Vec<Vec<i32>> = ((1..4) | pipe::chunks(2) | pipe::collect()).await?;
/// assert_eq!(pairs, [vec![1, 2], vec![3]]);
/// # Ok(()) }
/// ```
pub fn chunks<T: Send + 'static, K: Track>(
    size: usize,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Vec<T>, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.chunks(size))
}

struct Chunks<T> {
    size: usize,
    /// The group that fills.
    items: Vec<T>,
}

impl<T: Send + 'static> Stateful<T> for Chunks<T> {
    type Out = Vec<T>;

    fn kept(&self) -> usize {
        self.items.len()
    }

    fn step(&mut self, value: T) -> Step<Vec<T>> {
        self.items.push(value);
        if self.items.len() < self.size { Step::Skip } else { Step::Emit(std::mem::take(&mut self.items)) }
    }

    fn end(&mut self) -> Option<Vec<T>> {
        (!self.items.is_empty()).then(|| std::mem::take(&mut self.items))
    }
}
