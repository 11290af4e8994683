//! `worker_state`: a state for each worker of the stage that follows.

mod flat_map;
mod for_each;
mod map;
mod try_flat_map;
mod try_for_each;
mod try_map;

use std::future::Future;

use crate::attach::{CloseOutcome, PipeState, States, WithState};
use crate::error::BoxError;
use crate::options::Shared;
use crate::stream::{Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives each worker of the stage that follows a state of its own, such as a connection, a client or a
    /// buffer.
    ///
    /// A worker opens its state for its first call, so there are never more than workers, and an input
    /// without items opens none. Each call is lent the state of its worker, and no two calls have one at the
    /// same time: it need not be `Sync`. Functions that are called in place get it as `&mut W`, those that
    /// give a future as a [`Lease<W>`](crate::Lease).
    ///
    /// States are closed by [`on_close`](WithState::on_close), or dropped where there is none.
    ///
    /// The words that can follow are the methods of [`WithState`]: `map`, `map_async`, `map_blocking`,
    /// `flat_map_async`, `for_each_async`, and each of them with `try_`.
    ///
    /// # Errors
    ///
    /// A state that cannot be opened fails the run with
    /// [`PipelineError::Failed`](crate::PipelineError::Failed), which names the stage. What opens it may try
    /// again for itself. A `.timeout(d)` of the stage includes opening where a call has to; given up, the
    /// next call opens anew.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// struct Connection(u32);
    ///
    /// impl Connection {
    ///     async fn open() -> Result<Self, std::io::Error> {
    ///         Ok(Self(0))
    ///     }
    ///     async fn get(&mut self, id: u32) -> String {
    ///         self.0 += 1;
    ///         format!("request {}: {id}", self.0)
    ///     }
    /// }
    ///
    /// let found = Stream::from_iter([7, 9])
    ///     .worker_state(Connection::open)
    ///     .map_async(|mut connection, id| async move { connection.get(id).await })
    ///     .collect::<Vec<_>>()
    ///     .await?;
    /// assert_eq!(found, ["request 1: 7", "request 2: 9"]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "map_with")]
    #[doc(alias = "map_init")]
    #[doc(alias = "acquire_release")]
    #[doc(alias = "via_acquire_release")]
    pub fn worker_state<W, F, Fut, E>(self, open: F) -> WithState<T, K, W>
    where
        W: Send + 'static,
        F: Fn() -> Fut + Shared,
        Fut: Future<Output = Result<W, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        WithState { stream: self.seal(), states: States::new(open) }
    }
}

impl<T: Send + 'static, K: Track, W: Send + 'static> WithState<T, K, W> {
    /// Closes each state by the future that `close` gives, in place of dropping it.
    ///
    /// It is called once for each state that was opened, however the run ends: after its worker's last call,
    /// and when the run is left early, fails, panics, or is dropped. The future is not cancelled: a run
    /// resolves after the last close, so put a timeout into one that may take long; after a dropped run the
    /// closing goes on by itself. Where the runtime stops, states are only dropped.
    ///
    /// After a panic or a timeout in a call, a state may be half used when it is closed.
    ///
    /// # Errors
    ///
    /// A close that gives an error or panics fails the run, and names the stage.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use std::convert::Infallible;
    ///
    /// let (log, mut closed) = tokio::sync::mpsc::unbounded_channel();
    /// let sums = Stream::from_iter([1, 2, 3])
    ///     .worker_state(|| async { Ok::<_, Infallible>(0) })
    ///     .on_close(move |sum| {
    ///         let log = log.clone();
    ///         async move { log.send(sum) }
    ///     })
    ///     .map(|sum, n| {
    ///         *sum += n;
    ///         *sum
    ///     });
    /// assert_eq!(sums.collect::<Vec<_>>().await?, [1, 3, 6]);
    /// assert_eq!(closed.recv().await, Some(6));
    /// # Ok(()) }
    /// ```
    pub fn on_close<F, Fut>(self, close: F) -> Self
    where
        F: Fn(W) -> Fut + Shared,
        Fut: Future<Output: CloseOutcome> + Send + 'static,
    {
        Self { stream: self.stream, states: self.states.closed_by(close) }
    }
}

/// Gives each worker of the stage that follows a state of its own.
///
/// The pipe form of [`Stream::worker_state`](crate::Stream::worker_state). The stage follows as a method; the
/// type of the state may have to be written where its function is a closure.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// async fn open() -> Result<Vec<u8>, std::io::Error> {
///     Ok(Vec::new())
/// }
/// let lengths = pipe::worker_state(open).map(|seen: &mut Vec<u8>, n: u8| {
///     seen.push(n);
///     seen.len()
/// });
/// assert_eq!(([7, 7] | lengths).collect::<Vec<_>>().await?, [1, 2]);
/// # Ok(()) }
/// ```
pub fn worker_state<W, F, Fut, E>(open: F) -> PipeState<W>
where
    W: Send + 'static,
    F: Fn() -> Fut + Shared,
    Fut: Future<Output = Result<W, E>> + Send + 'static,
    E: Into<BoxError>,
{
    PipeState { states: States::new(open) }
}

impl<W: Send + 'static> PipeState<W> {
    /// Closes each state by the future that `close` gives, in place of dropping it.
    ///
    /// As [`WithState::on_close`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let state = pipe::worker_state(|| async { Ok::<_, std::io::Error>(5) });
    /// let state = state.on_close(|five| async move { assert_eq!(five, 5) });
    /// let added = state.map(|five: &mut i32, n: i32| n + *five);
    /// assert_eq!(([1] | added).collect::<Vec<_>>().await?, [6]);
    /// # Ok(()) }
    /// ```
    pub fn on_close<F, Fut>(self, close: F) -> Self
    where
        F: Fn(W) -> Fut + Shared,
        Fut: Future<Output: CloseOutcome> + Send + 'static,
    {
        Self { states: self.states.closed_by(close) }
    }
}
