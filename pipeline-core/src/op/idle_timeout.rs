//! `idle_timeout`: an error where no item comes for too long.

use std::time::Duration;

use crate::attach::{Silence, Tried};
use crate::error::StageError;
use crate::plan::Node;
use crate::stream::{Elapsed, Fallible, Pipe, Stream, Track, TryTrack};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Ends the stream with an [`Elapsed`] error if no item has come for `gap` while one was asked for; the
    /// input is left.
    ///
    /// It is the time between two items, and before the first, that counts, and not that of the whole; nor
    /// does the time in which the reader is busy. The error is an item, the last one:
    /// [`or_fail`](Stream::or_fail) makes it fail the run, `ok_only` makes of it an ordinary end. On a stream
    /// of results, an error counts as an item, and the stream's error must be `From<Elapsed>`.
    ///
    /// For the time of one call use [`timeout`](Stream::timeout).
    ///
    /// # Errors
    ///
    /// A `gap` of zero is [`InvalidOption`](crate::PipelineError::InvalidOption) when run, and so is a run
    /// without a tokio runtime.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// let silent = Stream::from_iter(0..3).chain(Stream::pending());
    /// let (numbers, errors) = silent.idle_timeout(Duration::from_secs(1)).collect_split().await?;
    /// assert_eq!(numbers, [0, 1, 2]);
    /// assert_eq!(errors[0].to_string(), "[idle_timeout] took longer than 1s");
    /// # Ok(()) }
    /// ```
    #[doc(alias = "timeout")]
    #[doc(alias = "timeout_items")]
    pub fn idle_timeout(self, gap: Duration) -> Stream<T, Tried<K, Elapsed>>
    where
        K: TryTrack<Elapsed>,
    {
        let node = Node::stage("idle_timeout").needing_clock("idle_timeout").reject_if(
            gap.is_zero(),
            "gap",
            "no item comes in no time; use more than zero",
        );
        self.attach_on_silence(
            node,
            gap,
            |item| K::branch(item).map_err(K::pass),
            move |stage_id| Silence::Ended(Err(StageError::at(stage_id.clone(), K::error(Elapsed(gap))))),
        )
    }
}

/// Ends the stream with an [`Elapsed`] error if no item has come for `gap` while one was asked for; the input
/// is left.
///
/// The pipe form of [`Stream::idle_timeout`](crate::Stream::idle_timeout).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), PipelineError> {
/// let silent: Stream<i32> = Stream::pending();
/// let given_up = silent | pipe::idle_timeout(Duration::from_secs(1)) | pipe::ok_only();
/// assert_eq!(given_up.count().await?, 0);
/// # Ok(()) }
/// ```
pub fn idle_timeout<T: Send + 'static, K, E2>(
    gap: Duration,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, Fallible<E2>>>
where
    K: TryTrack<Elapsed, Error = E2>,
    E2: Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.idle_timeout(gap))
}
