//! `chunks_timeout`: items in groups that do not wait for long.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::attach::{Clock, Instant, Keeper, after};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives items in groups of `n`, or of those that came within `wait` of the first; a group is never
    /// empty.
    ///
    /// At the end the last group is given at once. On a stream of results, an error passes before the group
    /// it falls into.
    ///
    /// Choose `n` by what the other side takes at once, and `wait` by how late an item may be.
    ///
    /// # Backpressure
    ///
    /// A group is given when the reader asks: while that is busy nothing is taken in, and a group whose time
    /// has passed meanwhile goes on as it is.
    ///
    /// # Errors
    ///
    /// An `n` of 0 is [`InvalidOption`](crate::PipelineError::InvalidOption) when run, and so is a run
    /// without a tokio runtime.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// // Three at once, and then nothing: two fill a group, the third waits for a second.
    /// let silent = Stream::from_iter(1..4).chain(Stream::pending());
    /// let groups = silent.chunks_timeout(2, Duration::from_secs(1)).take(2);
    /// assert_eq!(groups.collect::<Vec<_>>().await?, [vec![1, 2], vec![3]]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "batch")]
    #[doc(alias = "buffer_timeout")]
    #[doc(alias = "grouped_within")]
    #[doc(alias = "ready_chunks_timeout")]
    #[doc(alias = "batch_size")]
    #[doc(alias = "batch_timeout")]
    #[doc(alias = "buffer_time")]
    #[doc(alias = "batchers")]
    pub fn chunks_timeout(self, n: usize, wait: Duration) -> Stream<Vec<T>, K> {
        let node = Node::stage("chunks_timeout").needing_clock("chunks_timeout").holding_items(n).reject_if(
            n == 0,
            "n",
            "a group of 0 items would never be full; use at least 1",
        );
        self.attach_keeper(node, ChunksTimeout { n, wait, items: Vec::new(), due: None })
    }
}

/// Gives items in groups of `n`, or of those that came within `wait` of the first; a group is never empty.
///
/// The pipe form of [`Stream::chunks_timeout`](crate::Stream::chunks_timeout).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let second = Duration::from_secs(1);
/// let groups: Vec<Vec<i32>> = ((1..4) | pipe::chunks_timeout(2, second) | pipe::collect()).await?;
/// assert_eq!(groups, [vec![1, 2], vec![3]]);
/// # Ok(()) }
/// ```
pub fn chunks_timeout<T: Send + 'static, K: Track>(
    n: usize,
    wait: Duration,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Vec<T>, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.chunks_timeout(n, wait))
}

struct ChunksTimeout<T> {
    n: usize,
    wait: Duration,
    /// The group that fills.
    items: Vec<T>,
    /// When it goes on though it is not full.
    due: Option<Instant>,
}

impl<T: Send + 'static> Keeper<T> for ChunksTimeout<T> {
    type Out = Vec<T>;

    fn kept(&self) -> usize {
        self.items.len()
    }

    fn take(&mut self, item: T, clock: &mut Clock) -> ControlFlow<()> {
        if self.items.is_empty() {
            self.due = Some(after(clock.now(), self.wait));
        }
        self.items.push(item);
        ControlFlow::Continue(())
    }

    fn give(&mut self, clock: &mut Clock) -> Option<Vec<T>> {
        let due = self.due?;
        if self.items.len() < self.n && clock.now() < due {
            return None;
        }
        self.due = None;
        Some(std::mem::take(&mut self.items))
    }

    fn due(&self) -> Option<Instant> {
        self.due
    }

    fn end(&mut self) {
        // A group that is complete because nothing comes any more is as good as a full one.
        self.n = self.items.len();
    }
}
