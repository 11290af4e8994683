//! `worker_state(..).try_flat_map_async(f)`.

use std::future::Future;

use crate::attach::{Lease, PipeState, Tried, WithState};
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Fallible, Pipe, Stream, Track, TriesAsync, TryTrack, Tunable};

impl<T: Send + 'static, K: Track, W: Send + 'static> WithState<T, K, W> {
    /// Turns each item into the items of what a future resolves to, which can be an error and has the state
    /// of the worker.
    ///
    /// # Errors
    ///
    /// As in [`try_map_async`](WithState::try_map_async).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::Lease;
    ///
    /// async fn both(ten: Lease<i32>, n: i32) -> Result<[i32; 2], &'static str> {
    ///     if n < 2 { Ok([n, *ten]) } else { Err("too much") }
    /// }
    /// let with_ten = Stream::from_iter([1, 2]).worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let (found, errors) = with_ten.try_flat_map_async(both).collect_split().await?;
    /// assert_eq!((found, errors.len()), (vec![1, 10], 1));
    /// # Ok(()) }
    /// ```
    pub fn try_flat_map_async<E, F, Fut, I>(
        self,
        f: F,
    ) -> Stream<I::Item, Tried<K, E>, Tunable<T, TriesAsync<K::Error>>>
    where
        K: TryTrack<E>,
        E: Send + 'static,
        F: Fn(Lease<W>, T) -> Fut + Shared,
        Fut: Future<Output = Result<I, E>> + Send + 'static,
        I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
    {
        let Self { stream, states } = self;
        stream.attach_try_with_state(Node::for_fn::<F>("try_flat_map_async"), states, f)
    }
}

impl<W: Send + 'static> PipeState<W> {
    /// Turns each item into the items of what a future resolves to, which can be an error and has the state
    /// of the worker.
    ///
    /// As [`WithState::try_flat_map_async`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::Lease;
    /// let with_ten = pipe::worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let both = |ten: Lease<i32>, n: i32| async move { Ok::<_, ()>([n, *ten]) };
    /// let both = with_ten.try_flat_map_async(both);
    /// assert_eq!(([1] | both | pipe::ok_only()).collect::<Vec<_>>().await?, [1, 10]);
    /// # Ok(()) }
    /// ```
    pub fn try_flat_map_async<T: Send + 'static, K, E, E2, F, Fut, I>(
        self,
        f: F,
    ) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<I::Item, Fallible<E2>, Tunable<T, TriesAsync<E2>>>>
    where
        K: TryTrack<E, Error = E2>,
        E2: Send + 'static,
        E: Send + 'static,
        F: Fn(Lease<W>, T) -> Fut + Shared,
        Fut: Future<Output = Result<I, E>> + Send + 'static,
        I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
    {
        Pipe::new(move |stream: Stream<T, K>| self.on(stream).try_flat_map_async(f))
    }
}
