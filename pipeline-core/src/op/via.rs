//! `via`, `to`, `pipe`: what was written elsewhere, attached.

use crate::stream::{Operator, Stream, Track};

/// # Parts of your own
///
/// What is written once and put into many pipelines: a pipe, a function from a stream, an operator.
impl<T: Send + 'static, K: Track, S> Stream<T, K, S> {
    /// Attaches an [`Operator`]: a [`Pipe`](crate::Pipe), a function from a stream, or one of your own.
    ///
    /// The same as `stream | operator`. What it makes of the stream is what comes out: another stream,
    /// several, or a run. A closure is a function too, but has to say what it takes, `via(|s: Stream<i32>|
    /// ..)`; not so in `pipeline!`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// fn evens(numbers: Stream<i32>) -> Stream<i32> {
    ///     numbers.filter(|n| n % 2 == 0).into()
    /// }
    /// let next = pipe::map(|n: i32| n + 1);
    /// let found = Stream::from_iter(0..6).via(evens).via(next).via(|s: Stream<_>| s.take(2));
    /// assert_eq!(found.collect::<Vec<_>>().await?, [1, 3]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "apply")]
    pub fn via<Op: Operator<T, K>>(self, operator: Op) -> Op::Output
    where
        S: Send + 'static,
    {
        operator.attach(self.seal())
    }

    /// Attaches an [`Operator`] that closes the stream; [`via`](Stream::via) by the name that fits a
    /// terminal.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// fn total(numbers: Stream<i32>) -> Run<i32> {
    ///     numbers.fold(0, |sum, n| sum + n)
    /// }
    /// assert_eq!(Stream::from_iter(0..5).to(total).await?, 10);
    /// assert_eq!(Stream::from_iter(0..5).to(pipe::count()).await?, 5);
    /// # Ok(()) }
    /// ```
    pub fn to<Op: Operator<T, K>>(self, operator: Op) -> Op::Output
    where
        S: Send + 'static,
    {
        operator.attach(self.seal())
    }

    /// Attaches an [`Operator`]: [`via`](Stream::via) by the name that others have for it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let pipe = pipe::map(|n: i32| n + 1) | pipe::filter(|n| n % 2 == 0);
    /// assert_eq!(Stream::from_iter(0..4).pipe(pipe).collect::<Vec<_>>().await?, [2, 4]);
    /// # Ok(()) }
    /// ```
    pub fn pipe<Op: Operator<T, K>>(self, operator: Op) -> Op::Output
    where
        S: Send + 'static,
    {
        operator.attach(self.seal())
    }
}
