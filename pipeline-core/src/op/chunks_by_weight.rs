//! `chunks_by_weight`: items in groups that weigh so much.

use std::ops::ControlFlow;

use crate::attach::{Clock, Keeper};
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives items in groups that weigh at most `most` together; an item that is heavier than that goes
    /// alone.
    ///
    /// An item counts as 1 at least. A group goes on once it weighs `most`, or the next item does not fit
    /// into it; at the end the last is given. On a stream of results, an error passes before the group it
    /// falls into.
    ///
    /// # Errors
    ///
    /// A `most` of 0 is [`InvalidOption`](crate::PipelineError::InvalidOption) when run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let lines = Stream::from_iter(["ab", "c", "too long", "de", "f"]);
    /// let groups = lines.chunks_by_weight(4, |line| line.len());
    /// assert_eq!(groups.collect::<Vec<_>>().await?, [vec!["ab", "c"], vec!["too long"], vec!["de", "f"]]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "grouped_weighted")]
    #[doc(alias = "batch_weighted")]
    pub fn chunks_by_weight<F>(self, most: usize, weight: F) -> Stream<Vec<T>, K>
    where
        F: Fn(&T) -> usize + Shared,
    {
        let node = Node::for_fn::<F>("chunks_by_weight").holding_items(most.saturating_add(1)).reject_if(
            most == 0,
            "most",
            "a group of weight 0 has room for no item; use at least 1",
        );
        self.attach_keeper(
            node,
            ChunksByWeight { most, weight, items: Vec::new(), total: 0, full: None, ended: false },
        )
    }
}

/// Gives items in groups that weigh at most `most` together; an item that is heavier than that goes alone.
///
/// The pipe form of [`Stream::chunks_by_weight`](crate::Stream::chunks_by_weight).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let groups: Vec<Vec<usize>> = ([1, 2, 3, 4] | pipe::chunks_by_weight(4, |n| *n) | pipe::collect()).await?;
/// assert_eq!(groups, [vec![1, 2], vec![3], vec![4]]);
/// # Ok(()) }
/// ```
pub fn chunks_by_weight<T: Send + 'static, K: Track, F>(
    most: usize,
    weight: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Vec<T>, K>>
where
    F: Fn(&T) -> usize + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.chunks_by_weight(most, weight))
}

struct ChunksByWeight<T, F> {
    most: usize,
    weight: F,
    /// The group that fills, and what it weighs.
    items: Vec<T>,
    total: usize,
    /// A group that had no room for the next item.
    full: Option<Vec<T>>,
    ended: bool,
}

impl<T: Send + 'static, F: Fn(&T) -> usize + Send + 'static> Keeper<T> for ChunksByWeight<T, F> {
    type Out = Vec<T>;

    fn kept(&self) -> usize {
        self.items.len() + self.full.iter().map(Vec::len).sum::<usize>()
    }

    fn take(&mut self, item: T, _: &mut Clock) -> ControlFlow<()> {
        let weight = (self.weight)(&item).max(1);
        if !self.items.is_empty() && self.total.saturating_add(weight) > self.most {
            self.full = Some(std::mem::take(&mut self.items));
            self.total = 0;
        }
        self.items.push(item);
        self.total = self.total.saturating_add(weight);
        ControlFlow::Continue(())
    }

    fn give(&mut self, _: &mut Clock) -> Option<Vec<T>> {
        if let Some(full) = self.full.take() {
            return Some(full);
        }
        if self.items.is_empty() || self.total < self.most && !self.ended {
            return None;
        }
        self.total = 0;
        Some(std::mem::take(&mut self.items))
    }

    fn end(&mut self) {
        self.ended = true;
    }
}
