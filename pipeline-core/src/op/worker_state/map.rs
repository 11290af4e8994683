//! `worker_state(..).map(f)` and its kin.

use std::future::{Future, ready};

use futures::FutureExt;

use crate::attach::{Lease, PipeState, WithState};
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, W: Send + 'static> WithState<T, K, W> {
    /// Turns each item into another, with the state of the worker.
    ///
    /// In tasks of its own, as the state is opened by a future.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let with_ten = Stream::from_iter([1, 2]).worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let added = with_ten.map(|ten, n| *ten + n);
    /// assert_eq!(added.collect::<Vec<_>>().await?, [11, 12]);
    /// # Ok(()) }
    /// ```
    pub fn map<U, F>(self, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(&mut W, T) -> U + Shared,
    {
        let Self { stream, states } = self;
        let call = move |mut lease: Lease<W>, value| ready(Some(f(&mut lease, value)));
        stream.attach_with_state(Node::for_fn::<F>("map"), states, call)
    }

    /// Turns each item into what a future resolves to, which has the state of the worker.
    ///
    /// # Cancel safety
    ///
    /// When the run ends early, futures that are under way are dropped, and the state is closed.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let with_ten = Stream::from_iter([1, 2]).worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let added = with_ten.map_async(|ten, n| async move { *ten + n }).workers(2).ordered();
    /// assert_eq!(added.collect::<Vec<_>>().await?, [11, 12]);
    /// # Ok(()) }
    /// ```
    pub fn map_async<U, F, Fut>(self, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(Lease<W>, T) -> Fut + Shared,
        Fut: Future<Output = U> + Send + 'static,
    {
        let Self { stream, states } = self;
        let call = move |lease, value| f(lease, value).map(Some);
        stream.attach_with_state(Node::for_fn::<F>("map_async"), states, call)
    }

    /// As `map`, by a function that blocks or computes for long, called away from the runtime's worker
    /// threads.
    ///
    /// The state is opened there too.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let with_ten = Stream::from_iter([1, 2]).worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let added = with_ten.map_blocking(|ten, n| *ten + n);
    /// assert_eq!(added.collect::<Vec<_>>().await?, [11, 12]);
    /// # Ok(()) }
    /// ```
    pub fn map_blocking<U, F>(self, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(&mut W, T) -> U + Shared,
    {
        let Self { stream, states } = self;
        stream.attach_with_state_blocking(Node::for_fn::<F>("map_blocking"), states, f)
    }
}

impl<W: Send + 'static> PipeState<W> {
    /// Turns each item into another, with the state of the worker.
    ///
    /// As [`WithState::map`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let with_ten = pipe::worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let added = with_ten.map(|ten: &mut i32, n: i32| *ten + n);
    /// assert_eq!(([1, 2] | added).collect::<Vec<_>>().await?, [11, 12]);
    /// # Ok(()) }
    /// ```
    pub fn map<T: Send + 'static, K: Track, U, F>(
        self,
        f: F,
    ) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T>>>
    where
        U: Send + 'static,
        F: Fn(&mut W, T) -> U + Shared,
    {
        Pipe::new(move |stream: Stream<T, K>| self.on(stream).map(f))
    }

    /// Turns each item into what a future resolves to, which has the state of the worker.
    ///
    /// As [`WithState::map_async`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::Lease;
    /// let with_ten = pipe::worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let added = with_ten.map_async(|ten: Lease<i32>, n: i32| async move { *ten + n });
    /// assert_eq!(([1, 2] | added).collect::<Vec<_>>().await?, [11, 12]);
    /// # Ok(()) }
    /// ```
    pub fn map_async<T: Send + 'static, K: Track, U, F, Fut>(
        self,
        f: F,
    ) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T>>>
    where
        U: Send + 'static,
        F: Fn(Lease<W>, T) -> Fut + Shared,
        Fut: Future<Output = U> + Send + 'static,
    {
        Pipe::new(move |stream: Stream<T, K>| self.on(stream).map_async(f))
    }

    /// As `map`, by a function that blocks or computes for long, called away from the runtime's worker
    /// threads.
    ///
    /// As [`WithState::map_blocking`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let with_ten = pipe::worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let added = with_ten.map_blocking(|ten: &mut i32, n: i32| *ten + n);
    /// assert_eq!(([1, 2] | added).collect::<Vec<_>>().await?, [11, 12]);
    /// # Ok(()) }
    /// ```
    pub fn map_blocking<T: Send + 'static, K: Track, U, F>(
        self,
        f: F,
    ) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T>>>
    where
        U: Send + 'static,
        F: Fn(&mut W, T) -> U + Shared,
    {
        Pipe::new(move |stream: Stream<T, K>| self.on(stream).map_blocking(f))
    }
}
