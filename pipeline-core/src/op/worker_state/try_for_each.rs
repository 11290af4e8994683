//! `worker_state(..).try_for_each_async(f)`.

use std::future::Future;

use crate::attach::{Lease, PipeState, WithState, terminal_for_fn};
use crate::options::Shared;
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track, TriesAsync, TryTrack, Tunable};

impl<T: Send + 'static, K: Track, W: Send + 'static> WithState<T, K, W> {
    /// Awaits the future that `f` returns for each value and the state of the worker; the first error ends
    /// the run.
    ///
    /// Takes `.workers(n)`, `.timeout(d)` and `.retry(policy)`.
    ///
    /// # Errors
    ///
    /// The first error of `f`, or the first among the items, as
    /// [`PipelineError::Item`](crate::PipelineError::Item).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let with_ten = Stream::from_iter([1, 2]).worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let run = with_ten.try_for_each_async(|ten, n| async move { if n < *ten { Err(n) } else { Ok(()) } });
    /// assert_eq!(run.await.unwrap_err().to_string(), "[try_for_each_async] 1");
    /// # Ok(()) }
    /// ```
    pub fn try_for_each_async<E, F, Fut>(self, f: F) -> Run<(), K::Error, Tunable<T, TriesAsync<K::Error>>>
    where
        K: TryTrack<E>,
        E: Send + 'static,
        F: Fn(Lease<W>, T) -> Fut + Shared,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
    {
        let Self { stream, states } = self;
        stream.close_trying_with_state(terminal_for_fn::<F>("try_for_each_async"), states, f)
    }
}

impl<W: Send + 'static> PipeState<W> {
    /// Awaits the future that `f` returns for each value and the state of the worker; the first error ends
    /// the run.
    ///
    /// As [`WithState::try_for_each_async`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::Lease;
    /// let with_ten = pipe::worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let small = |ten: Lease<i32>, n: i32| async move { i8::try_from(n * *ten).map(drop) };
    /// let run = with_ten.try_for_each_async(small);
    /// assert!(([1, 200] | run).await.is_err());
    /// # Ok(()) }
    /// ```
    pub fn try_for_each_async<T: Send + 'static, K, E, E2, F, Fut>(
        self,
        f: F,
    ) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<(), E2, Tunable<T, TriesAsync<E2>>>>
    where
        K: TryTrack<E, Error = E2>,
        E2: Send + 'static,
        E: Send + 'static,
        F: Fn(Lease<W>, T) -> Fut + Shared,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
    {
        Pipe::new(move |stream: Stream<T, K>| self.on(stream).try_for_each_async(f))
    }
}
