//! `take_until_future`: the items up to a signal.

use std::future::Future;

use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Ends the stream when `signal` resolves: the sources before it stop, and what they had given until then
    /// still comes.
    ///
    /// What stands behind it goes on: the second part of a [`chain`](Stream::chain), the other side of a
    /// [`merge`](Stream::merge). Directly behind a source it ends that one alone. What each source does then
    /// is said at [`Control`](crate::Control). A branch of a split leaves, and the other branches go on.
    ///
    /// The signal is first polled when the run starts, in a task of its own, and dropped when the stream has
    /// ended without it. One that is ready by then lets nothing in. A panic in it fails the run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// let ticks = Stream::interval(Duration::from_secs(1))
    ///     .enumerate()
    ///     .map(|(n, _)| n)
    ///     .take_until_future(tokio::time::sleep(Duration::from_millis(2_500)))
    ///     .chain([100]);
    /// assert_eq!(ticks.collect::<Vec<_>>().await?, [0, 1, 2, 100]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "until")]
    #[doc(alias = "take_until_signal")]
    #[doc(alias = "stop_on")]
    #[doc(alias = "KillSwitch")]
    pub fn take_until_future(self, signal: impl Future<Output = ()> + Send + 'static) -> Stream<T, K> {
        self.attach_until(Node::stage("take_until_future"), signal)
    }
}

/// Ends the stream when `signal` resolves: the sources before it stop, and what they had given until then
/// still comes.
///
/// The pipe form of [`Stream::take_until_future`](crate::Stream::take_until_future).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let never = std::future::pending();
/// let all: Vec<i32> = ([1, 2] | pipe::take_until_future(never) | pipe::collect()).await?;
/// assert_eq!(all, [1, 2]);
/// # Ok(()) }
/// ```
pub fn take_until_future<T: Send + 'static, K: Track>(
    signal: impl Future<Output = ()> + Send + 'static,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.take_until_future(signal))
}
