//! `worker_state(..).flat_map_async(f)`.

use std::future::Future;

use crate::attach::{Lease, PipeState, WithState};
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, W: Send + 'static> WithState<T, K, W> {
    /// Turns each item into the items of what a future resolves to, which has the state of the worker.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let with_ten = Stream::from_iter([1, 2]).worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let both = with_ten.flat_map_async(|ten, n| async move { [n, *ten + n] });
    /// assert_eq!(both.collect::<Vec<_>>().await?, [1, 11, 2, 12]);
    /// # Ok(()) }
    /// ```
    pub fn flat_map_async<F, Fut, I>(self, f: F) -> Stream<I::Item, K, Tunable<T>>
    where
        F: Fn(Lease<W>, T) -> Fut + Shared,
        Fut: Future<Output = I> + Send + 'static,
        I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static>,
    {
        let Self { stream, states } = self;
        stream.attach_with_state(Node::for_fn::<F>("flat_map_async"), states, f)
    }
}

impl<W: Send + 'static> PipeState<W> {
    /// Turns each item into the items of what a future resolves to, which has the state of the worker.
    ///
    /// As [`WithState::flat_map_async`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::Lease;
    /// let with_ten = pipe::worker_state(|| async { Ok::<_, std::io::Error>(10) });
    /// let both = with_ten.flat_map_async(|ten: Lease<i32>, n: i32| async move { [n, *ten + n] });
    /// assert_eq!(([1, 2] | both).collect::<Vec<_>>().await?, [1, 11, 2, 12]);
    /// # Ok(()) }
    /// ```
    pub fn flat_map_async<T: Send + 'static, K: Track, F, Fut, I>(
        self,
        f: F,
    ) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<I::Item, K, Tunable<T>>>
    where
        F: Fn(Lease<W>, T) -> Fut + Shared,
        Fut: Future<Output = I> + Send + 'static,
        I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static>,
    {
        Pipe::new(move |stream: Stream<T, K>| self.on(stream).flat_map_async(f))
    }
}
