//! `delay_start`: a stream that begins later.

use std::time::Duration;

use crate::attach::sleep;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Starts what is before it only `by` after the run has started; from then on nothing is delayed.
    ///
    /// To delay each item use [`delay`](Stream::delay). A run that is [stopped](crate::Control::stop) waits
    /// no longer.
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
    /// let later = Stream::from_iter([1, 2]).delay_start(Duration::from_secs(3));
    /// let both = Stream::from_iter([7]).merge(later);
    /// assert_eq!(both.collect::<Vec<_>>().await?, [7, 1, 2]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "delay_subscription")]
    #[doc(alias = "initial_delay")]
    pub fn delay_start(self, by: Duration) -> Stream<T, K> {
        let node = Node::stage("delay_start").needing_clock("delay_start");
        self.attach_after(node, move || sleep(by))
    }
}

/// Starts what is before it only `by` after the run has started; from then on nothing is delayed.
///
/// The pipe form of [`Stream::delay_start`](crate::Stream::delay_start).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), PipelineError> {
/// let start = tokio::time::Instant::now();
/// ((0..3) | pipe::delay_start(Duration::from_secs(3)) | pipe::drain()).await?;
/// assert_eq!(start.elapsed().as_secs(), 3);
/// # Ok(()) }
/// ```
pub fn delay_start<T: Send + 'static, K: Track>(
    by: Duration,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.delay_start(by))
}
