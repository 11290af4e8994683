//! `take_last`: the last items.

use std::collections::VecDeque;

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the last `n` items, in order, once the input has ended; all of them where there are fewer.
    ///
    /// It keeps the newest `n` items and drops the others as they come. `take_last(0)` asks for nothing. On a
    /// stream of results, errors pass at once and do not count.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let last = Stream::from_iter(0..10).take_last(3);
    /// assert_eq!(last.collect::<Vec<_>>().await?, [7, 8, 9]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "takelast")]
    #[doc(alias = "tail")]
    pub fn take_last(self, n: usize) -> Stream<T, K> {
        let node = Node::stage("take_last").holding_items(n);
        self.attach_stateful(node, TakeLast { n, items: VecDeque::new() })
    }
}

/// Gives the last `n` items, in order, once the input has ended; all of them where there are fewer.
///
/// The pipe form of [`Stream::take_last`](crate::Stream::take_last).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let last: Vec<i32> = ((0..10) | pipe::take_last(3) | pipe::collect()).await?;
/// assert_eq!(last, [7, 8, 9]);
/// # Ok(()) }
/// ```
pub fn take_last<T: Send + 'static, K: Track>(n: usize) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.take_last(n))
}

struct TakeLast<T> {
    n: usize,
    /// The newest items, at most `n`.
    items: VecDeque<T>,
}

impl<T: Send + 'static> Stateful<T> for TakeLast<T> {
    type Out = T;

    fn kept(&self) -> usize {
        self.items.len()
    }

    fn step(&mut self, value: T) -> Step<T> {
        if self.items.len() == self.n {
            self.items.pop_front();
        }
        self.items.push_back(value);
        Step::Skip
    }

    fn end(&mut self) -> Option<T> {
        self.items.pop_front()
    }

    fn is_done(&self) -> bool {
        self.n == 0
    }
}
