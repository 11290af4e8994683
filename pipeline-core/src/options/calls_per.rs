//! `calls_per`: a limit to the calls of a stage, tries again included.

use std::time::Duration;

use super::set;
use super::staged::Staged;
use super::traits::TakesCallsPer;
use super::tuned::Tuned;
use crate::run::Run;
use crate::stream::{Operator, Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: TakesCallsPer> Stream<T, K, S> {
    /// Lets the stage make at most `n` calls in any span of `per`, those of [`retry`](Stream::retry)
    /// included.
    ///
    /// It is one limit for all workers of the stage: `n` calls at once, and another as soon as the oldest of
    /// them began `per` ago. A worker that waits for its turn holds its item; the time in which it waits does
    /// not count for [`timeout`](Stream::timeout). Choose what the other side promises to bear. A stage that
    /// does not try again is as well off with [`rate_limit`](Stream::rate_limit) before it.
    ///
    /// # Errors
    ///
    /// An `n` of 0 or more than 1,048,576 and a `per` of zero are
    /// [`InvalidOption`](crate::PipelineError::InvalidOption) when run, and so is a run without a tokio
    /// runtime.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// let start = tokio::time::Instant::now();
    /// let ask = move |_| async move { Ok::<_, String>(start.elapsed().as_secs()) };
    /// let second = Duration::from_secs(1);
    /// let asked = Stream::from_iter(0..5).try_map_async(ask).workers(5).calls_per(2, second);
    /// assert_eq!(asked.ok_only().collect::<Vec<_>>().await?, [0, 0, 1, 1, 2]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "rate_limit")]
    pub fn calls_per(mut self, n: usize, per: Duration) -> Self {
        set::calls_per(&mut self, n, per);
        self
    }
}

impl<R, E, S: TakesCallsPer> Run<R, E, S> {
    /// Lets the stage make at most `n` calls in any span of `per`, those of [`retry`](Run::retry) included.
    ///
    /// As [`Stream::calls_per`](crate::Stream::calls_per), for a terminal that calls a function on each item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let start = tokio::time::Instant::now();
    /// let saved = Stream::from_iter(0..5).try_for_each_async(|_| async { Ok::<_, std::fmt::Error>(()) });
    /// saved.calls_per(2, Duration::from_secs(1)).await?;
    /// assert_eq!(start.elapsed().as_secs(), 2);
    /// # Ok(()) }
    /// ```
    pub fn calls_per(mut self, n: usize, per: Duration) -> Self {
        set::calls_per(&mut self, n, per);
        self
    }
}

impl<Op> Pipe<Op> {
    /// Lets the stage make at most `n` calls in any span of `per`, those of [`retry`](Pipe::retry) included.
    ///
    /// As [`Stream::calls_per`](crate::Stream::calls_per), for the last stage of the pipe.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// async fn ask(n: u32) -> Result<u32, String> {
    ///     Ok(n + 1)
    /// }
    /// let start = tokio::time::Instant::now();
    /// let asked = (0..5) | pipe::try_map_async(ask).calls_per(2, Duration::from_secs(1)) | pipe::ok_only();
    /// assert_eq!((asked.count().await?, start.elapsed().as_secs()), (5, 2));
    /// # Ok(()) }
    /// ```
    pub fn calls_per<T: Send + 'static, K: Track, Out>(
        self,
        n: usize,
        per: Duration,
    ) -> Pipe<Tuned<Op, T, K, Out>>
    where
        Op: Operator<T, K, Output = Out>,
        Out: Staged<State: TakesCallsPer>,
    {
        self.tuned(move |stage| set::calls_per(stage, n, per))
    }
}
