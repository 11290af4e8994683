//! `delay`: items that come later.

use std::time::Duration;

use crate::attach::sleep;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Hands each item on `by` after it came, in order.
    ///
    /// One item waits at a time, and nothing else comes in meanwhile. [`workers(n)`](Stream::workers) lets
    /// `n` wait side by side: choose the items that come in a time of `by`, or a little more. To be late only
    /// once use [`delay_start`](Stream::delay_start). On a stream of results, errors are not delayed
    /// themselves, and stay in their place.
    ///
    /// # Errors
    ///
    /// A run without a tokio runtime is [`InvalidOption`](crate::PipelineError::InvalidOption).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// let start = tokio::time::Instant::now();
    /// let late = Stream::from_iter(0..3).delay(Duration::from_secs(2)).workers(3);
    /// let times = late.map(move |n| (n, start.elapsed().as_secs())).collect::<Vec<_>>().await?;
    /// assert_eq!(times, [(0, 2), (1, 2), (2, 2)]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "delay_each")]
    pub fn delay(self, by: Duration) -> Stream<T, K, Tunable<T>> {
        let mut node = Node::stage("delay").needing_clock("delay");
        // An item that has waited makes room only when it goes on: as many are inside as there are workers.
        (node.ordered, node.window) = (true, Some(0));
        self.attach_async(node, move |item| async move {
            sleep(by).await;
            Some(item)
        })
    }
}

/// Hands each item on `by` after it came, in order.
///
/// The pipe form of [`Stream::delay`](crate::Stream::delay).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), PipelineError> {
/// let start = tokio::time::Instant::now();
/// ((0..3) | pipe::delay(Duration::from_secs(2)).workers(3) | pipe::drain()).await?;
/// assert_eq!(start.elapsed().as_secs(), 2);
/// # Ok(()) }
/// ```
pub fn delay<T: Send + 'static, K: Track>(
    by: Duration,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K, Tunable<T>>> {
    Pipe::new(move |stream: Stream<T, K>| stream.delay(by))
}
