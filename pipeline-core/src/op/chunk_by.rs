//! `chunk_by`: neighbours that belong together, in groups.

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives items in groups: one that is the `same` as the item before it joins its group, any other begins
    /// a new one.
    ///
    /// A group is given when the first item after it has come, or the input has ended; none is empty. On a
    /// stream of results, an error passes before the group it falls into.
    ///
    /// # Backpressure
    ///
    /// A group is as long as its neighbours stay the same: it has no bound, and so
    /// [`max_in_flight`](crate::Run::max_in_flight) has none. Where long groups must not fill the memory,
    /// bound them with [`chunks`](Stream::chunks), or make each group's result as you go with
    /// [`scan`](Stream::scan).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let runs = Stream::from_iter([1, 1, 2, 3, 3]).chunk_by(|a, b| a == b);
    /// assert_eq!(runs.collect::<Vec<_>>().await?, [vec![1, 1], vec![2], vec![3, 3]]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "group_by")]
    #[doc(alias = "partition_by")]
    #[doc(alias = "slice_when")]
    pub fn chunk_by<F>(self, same: F) -> Stream<Vec<T>, K>
    where
        F: FnMut(&T, &T) -> bool + Send + 'static,
    {
        let node = Node::stage("chunk_by").holding_items(usize::MAX);
        self.attach_stateful(node, ChunkBy { same, items: Vec::new() })
    }
}

/// Gives items in groups: one that is the `same` as the item before it joins its group, any other begins a
/// new one.
///
/// The pipe form of [`Stream::chunk_by`](crate::Stream::chunk_by).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let runs: Vec<Vec<i32>> = ([1, 1, 2] | pipe::chunk_by(|a, b| a == b) | pipe::collect()).await?;
/// assert_eq!(runs, [vec![1, 1], vec![2]]);
/// # Ok(()) }
/// ```
pub fn chunk_by<T: Send + 'static, K: Track, F>(
    same: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Vec<T>, K>>
where
    F: FnMut(&T, &T) -> bool + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.chunk_by(same))
}

struct ChunkBy<T, F> {
    same: F,
    /// The group that fills.
    items: Vec<T>,
}

impl<T: Send + 'static, F> Stateful<T> for ChunkBy<T, F>
where
    F: FnMut(&T, &T) -> bool + Send + 'static,
{
    type Out = Vec<T>;

    fn kept(&self) -> usize {
        self.items.len()
    }

    fn step(&mut self, value: T) -> Step<Vec<T>> {
        let joins = self.items.last().is_none_or(|before| (self.same)(before, &value));
        if joins {
            self.items.push(value);
            return Step::Skip;
        }
        Step::Emit(std::mem::replace(&mut self.items, vec![value]))
    }

    fn end(&mut self) -> Option<Vec<T>> {
        (!self.items.is_empty()).then(|| std::mem::take(&mut self.items))
    }
}
