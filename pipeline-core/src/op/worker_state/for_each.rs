//! `worker_state(..).for_each_async(f)`.

use std::convert::Infallible;
use std::future::Future;

use crate::attach::{Lease, PipeState, WithState, terminal_for_fn};
use crate::options::Shared;
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, W: Send + 'static> WithState<T, K, W> {
    /// Awaits the future that `f` returns for each item and the state of the worker. Takes `.workers(n)`.
    ///
    /// On a stream of results, `f` gets `Result`s; see [`try_for_each_async`](WithState::try_for_each_async).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let rows = Stream::from_iter([1, 2]).worker_state(|| async { Ok::<_, std::io::Error>(Vec::new()) });
    /// let stored = rows.on_close(|rows| async move { assert_eq!(rows, [1, 2]) });
    /// stored.for_each_async(|mut rows, n| async move { rows.push(n) }).await?;
    /// # Ok(()) }
    /// ```
    pub fn for_each_async<F, Fut>(self, f: F) -> Run<(), Infallible, Tunable<T>>
    where
        F: Fn(Lease<W>, K::Item<T>) -> Fut + Shared,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let Self { stream, states } = self;
        stream.close_with_state(terminal_for_fn::<F>("for_each_async"), states, f)
    }
}

impl<W: Send + 'static> PipeState<W> {
    /// Awaits the future that `f` returns for each item and the state of the worker. Takes `.workers(n)`.
    ///
    /// As [`WithState::for_each_async`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::Lease;
    /// let rows = pipe::worker_state(|| async { Ok::<_, std::io::Error>(Vec::new()) });
    /// let stored = rows.on_close(|rows| async move { assert_eq!(rows, [1, 2]) });
    /// let stored = stored.for_each_async(|mut rows: Lease<Vec<i32>>, n: i32| async move { rows.push(n) });
    /// ([1, 2] | stored).await?;
    /// # Ok(()) }
    /// ```
    pub fn for_each_async<T: Send + 'static, K: Track, F, Fut>(
        self,
        f: F,
    ) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<(), Infallible, Tunable<T>>>
    where
        F: Fn(Lease<W>, K::Item<T>) -> Fut + Shared,
        Fut: Future<Output = ()> + Send + 'static,
    {
        Pipe::new(move |stream: Stream<T, K>| self.on(stream).for_each_async(f))
    }
}
