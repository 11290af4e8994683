//! `keep_alive`: items of its own where none come.

use std::time::Duration;

use crate::attach::Silence;
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives an item that `make` makes whenever none has come for `idle` while one was asked for: a
    /// heartbeat.
    ///
    /// The time in which the reader is busy does not count, and an item that is there goes first. On a stream
    /// of results, an error counts as an item.
    ///
    /// # Errors
    ///
    /// An `idle` of zero is [`InvalidOption`](crate::PipelineError::InvalidOption) when run, and so is a run
    /// without a tokio runtime.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// let slow = Stream::from_iter([1]).delay_start(Duration::from_secs(5));
    /// let beating = slow.keep_alive(Duration::from_secs(2), || 0);
    /// assert_eq!(beating.collect::<Vec<_>>().await?, [0, 0, 1]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "heartbeat")]
    pub fn keep_alive<F>(self, idle: Duration, make: F) -> Stream<T, K>
    where
        F: Fn() -> T + Shared,
    {
        // While what it has made waits for the reader, the item that it waited for may have been handed over.
        let node = Node::for_fn::<F>("keep_alive").needing_clock("keep_alive").holding_items(1).reject_if(
            idle.is_zero(),
            "idle",
            "items without time between them never let anything else run; use more than zero",
        );
        self.attach_on_silence::<K, _>(node, idle, |item| item, move |_| Silence::Filled(K::output(make())))
    }
}

/// Gives an item that `make` makes whenever none has come for `idle` while one was asked for: a heartbeat.
///
/// The pipe form of [`Stream::keep_alive`](crate::Stream::keep_alive).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), PipelineError> {
/// let silent: Stream<i32> = Stream::pending();
/// let beats = silent | pipe::keep_alive(Duration::from_secs(2), || 0) | pipe::take(3);
/// assert_eq!(beats.collect::<Vec<_>>().await?, [0, 0, 0]);
/// # Ok(()) }
/// ```
pub fn keep_alive<T: Send + 'static, K: Track, F>(
    idle: Duration,
    make: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    F: Fn() -> T + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.keep_alive(idle, make))
}
