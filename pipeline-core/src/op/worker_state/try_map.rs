//! `worker_state(..).try_map(f)` and its kin.

use std::future::{Future, ready};

use crate::attach::{Lease, PipeState, Tried, WithState};
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Fallible, Pipe, Stream, Track, Tries, TriesAsync, TryTrack, Tunable};

impl<T: Send + 'static, K: Track, W: Send + 'static> WithState<T, K, W> {
    /// Turns each item into another by a function that can fail, with the state of the worker.
    ///
    /// # Errors
    ///
    /// Where the function fails, the item becomes a [`StageError`](crate::StageError) in its place, and the
    /// pipeline goes on with the same state. Errors that come in pass.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let with_ten = Stream::from_iter([1, 2]).worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let small = with_ten.try_map(|ten, n| if n < 2 { Ok(*ten + n) } else { Err("too much") });
    /// let (found, errors) = small.collect_split().await?;
    /// assert_eq!((found, errors.len()), (vec![11], 1));
    /// # Ok(()) }
    /// ```
    pub fn try_map<U, E, F>(self, f: F) -> Stream<U, Tried<K, E>, Tunable<T, Tries<K::Error>>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: Send + 'static,
        F: Fn(&mut W, T) -> Result<U, E> + Shared,
    {
        let Self { stream, states } = self;
        let call = move |mut lease: Lease<W>, value| ready(f(&mut lease, value).map(Some));
        stream.attach_try_with_state(Node::for_fn::<F>("try_map"), states, call)
    }

    /// Turns each item into what a future resolves to, which can be an error and has the state of the worker.
    ///
    /// Takes `.timeout(d)` and `.retry(policy)` beside the other options. Each try is lent the state anew:
    /// one that finds it broken has another opened for the next by [`Lease::discard`](crate::Lease::discard).
    ///
    /// # Errors
    ///
    /// Where the function fails, the item becomes a [`StageError`](crate::StageError) in its place, and the
    /// pipeline goes on with the same state, unless that was discarded. Errors that come in pass.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let with_ten = Stream::from_iter([1, 2]).worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let small = with_ten.try_map_async(|ten, n| async move { i8::try_from(n * *ten * 10) });
    /// let (found, errors) = small.collect_split().await?;
    /// assert_eq!((found, errors.len()), (vec![100], 1));
    /// # Ok(()) }
    /// ```
    pub fn try_map_async<U, E, F, Fut>(self, f: F) -> Stream<U, Tried<K, E>, Tunable<T, TriesAsync<K::Error>>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: Send + 'static,
        F: Fn(Lease<W>, T) -> Fut + Shared,
        Fut: Future<Output = Result<U, E>> + Send + 'static,
    {
        let Self { stream, states } = self;
        let call = move |lease, value| {
            let call = f(lease, value);
            async move { call.await.map(Some) }
        };
        stream.attach_try_with_state(Node::for_fn::<F>("try_map_async"), states, call)
    }

    /// As `try_map`, by a function that blocks or computes for long, called away from the runtime's worker
    /// threads.
    ///
    /// # Errors
    ///
    /// As in [`try_map`](WithState::try_map).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let with_ten = Stream::from_iter([1, 2]).worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let small = with_ten.try_map_blocking(|ten, n| if n < 2 { Ok(*ten + n) } else { Err("too much") });
    /// let (found, errors) = small.collect_split().await?;
    /// assert_eq!((found, errors.len()), (vec![11], 1));
    /// # Ok(()) }
    /// ```
    pub fn try_map_blocking<U, E, F>(self, f: F) -> Stream<U, Tried<K, E>, Tunable<T, Tries<K::Error>>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: Send + 'static,
        F: Fn(&mut W, T) -> Result<U, E> + Shared,
    {
        let Self { stream, states } = self;
        stream.attach_try_with_state_blocking(Node::for_fn::<F>("try_map_blocking"), states, f)
    }
}

impl<W: Send + 'static> PipeState<W> {
    /// Turns each item into another by a function that can fail, with the state of the worker.
    ///
    /// As [`WithState::try_map`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let with_ten = pipe::worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let small = with_ten.try_map(|ten: &mut i32, n: i32| if n < 2 { Ok(*ten + n) } else { Err(n) });
    /// assert_eq!(([1, 2] | small | pipe::ok_only()).collect::<Vec<_>>().await?, [11]);
    /// # Ok(()) }
    /// ```
    pub fn try_map<T: Send + 'static, K, U, E, E2, F>(
        self,
        f: F,
    ) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, Fallible<E2>, Tunable<T, Tries<E2>>>>
    where
        K: TryTrack<E, Error = E2>,
        E2: Send + 'static,
        U: Send + 'static,
        E: Send + 'static,
        F: Fn(&mut W, T) -> Result<U, E> + Shared,
    {
        Pipe::new(move |stream: Stream<T, K>| self.on(stream).try_map(f))
    }

    /// Turns each item into what a future resolves to, which can be an error and has the state of the worker.
    ///
    /// As [`WithState::try_map_async`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::Lease;
    /// let with_ten = pipe::worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let small = |ten: Lease<i32>, n: i32| async move { i8::try_from(n * *ten * 10) };
    /// let small = with_ten.try_map_async(small);
    /// assert_eq!(([1, 2] | small | pipe::ok_only()).collect::<Vec<_>>().await?, [100]);
    /// # Ok(()) }
    /// ```
    pub fn try_map_async<T: Send + 'static, K, U, E, E2, F, Fut>(
        self,
        f: F,
    ) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, Fallible<E2>, Tunable<T, TriesAsync<E2>>>>
    where
        K: TryTrack<E, Error = E2>,
        E2: Send + 'static,
        U: Send + 'static,
        E: Send + 'static,
        F: Fn(Lease<W>, T) -> Fut + Shared,
        Fut: Future<Output = Result<U, E>> + Send + 'static,
    {
        Pipe::new(move |stream: Stream<T, K>| self.on(stream).try_map_async(f))
    }

    /// As `try_map`, by a function that blocks or computes for long, called away from the runtime's worker
    /// threads.
    ///
    /// As [`WithState::try_map_blocking`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let with_ten = pipe::worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let small = with_ten.try_map_blocking(|ten: &mut i32, n: i32| i8::try_from(n * *ten * 10));
    /// assert_eq!(([1, 2] | small | pipe::ok_only()).collect::<Vec<_>>().await?, [100]);
    /// # Ok(()) }
    /// ```
    pub fn try_map_blocking<T: Send + 'static, K, U, E, E2, F>(
        self,
        f: F,
    ) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, Fallible<E2>, Tunable<T, Tries<E2>>>>
    where
        K: TryTrack<E, Error = E2>,
        E2: Send + 'static,
        U: Send + 'static,
        E: Send + 'static,
        F: Fn(&mut W, T) -> Result<U, E> + Shared,
    {
        Pipe::new(move |stream: Stream<T, K>| self.on(stream).try_map_blocking(f))
    }
}
