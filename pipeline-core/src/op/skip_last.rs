//! `skip_last`: all but the last items.

use std::collections::VecDeque;

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives all items but the last `n`.
    ///
    /// Each item is given when the `n`-th after it has come: only then is it known not to be among the last.
    /// On a stream of results, errors pass at once, before the items that wait, and do not count.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let most = Stream::from_iter(0..5).skip_last(3);
    /// assert_eq!(most.collect::<Vec<_>>().await?, [0, 1]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "skiplast")]
    #[doc(alias = "drop_last")]
    pub fn skip_last(self, n: usize) -> Stream<T, K> {
        let node = Node::stage("skip_last").holding_items(n);
        self.attach_stateful(node, SkipLast { n, items: VecDeque::new() })
    }
}

/// Gives all items but the last `n`.
///
/// The pipe form of [`Stream::skip_last`](crate::Stream::skip_last).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let most: Vec<i32> = ((0..5) | pipe::skip_last(3) | pipe::collect()).await?;
/// assert_eq!(most, [0, 1]);
/// # Ok(()) }
/// ```
pub fn skip_last<T: Send + 'static, K: Track>(n: usize) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.skip_last(n))
}

struct SkipLast<T> {
    n: usize,
    /// The newest items, at most `n`.
    items: VecDeque<T>,
}

impl<T: Send + 'static> Stateful<T> for SkipLast<T> {
    type Out = T;

    fn kept(&self) -> usize {
        self.items.len()
    }

    fn step(&mut self, value: T) -> Step<T> {
        self.items.push_back(value);
        if self.items.len() <= self.n {
            return Step::Skip;
        }
        self.items.pop_front().map_or(Step::Skip, Step::Emit)
    }
}
