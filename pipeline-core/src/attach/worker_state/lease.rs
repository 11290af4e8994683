//! `Lease`: the state of a worker, while a call has it.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::engine::call::WorkerState;

/// The state of a worker, lent to the call under way; see
/// [`Stream::worker_state`](crate::Stream::worker_state).
///
/// It derefs to the state. Dropped, however the call ends, it gives the state back for the worker's next
/// call; a call that keeps it beyond its end keeps its worker waiting.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// use pipeline_core::Lease;
/// use std::convert::Infallible;
///
/// async fn numbered(mut count: Lease<u32>, item: char) -> (u32, char) {
///     *count += 1;
///     (*count, item)
/// }
/// let with_count = Stream::from_iter(['a', 'b']).worker_state(|| async { Ok::<_, Infallible>(0) });
/// let counted = with_count.map_async(numbered);
/// assert_eq!(counted.collect::<Vec<_>>().await?, [(1, 'a'), (2, 'b')]);
/// # Ok(()) }
/// ```
pub struct Lease<W: Send + 'static> {
    /// There until it is given back.
    state: Option<W>,
    owner: Arc<WorkerState<W>>,
}

impl<W: Send + 'static> Lease<W> {
    /// Waits for the state, which is opened if there is none.
    pub(super) async fn of(owner: &Arc<WorkerState<W>>) -> Self {
        let state = Some(owner.take().await);
        Self { state, owner: owner.clone() }
    }

    /// Has the state closed in place of giving it back, as one that is broken: the worker's next call opens
    /// another.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use std::convert::Infallible;
    /// use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    /// static OPENED: AtomicU32 = AtomicU32::new(0);
    ///
    /// let opened = Stream::from_iter([1, -2, 3])
    ///     .worker_state(|| async { Ok::<_, Infallible>(OPENED.fetch_add(1, Relaxed)) })
    ///     .map_async(|which, n| async move {
    ///         let by = *which;
    ///         if n < 0 {
    ///             which.discard();
    ///         }
    ///         by
    ///     });
    /// assert_eq!(opened.collect::<Vec<_>>().await?, [0, 0, 1]);
    /// # Ok(()) }
    /// ```
    pub fn discard(mut self) {
        if let Some(state) = self.state.take() {
            self.owner.discard(state);
        }
    }
}

impl<W: Send + 'static> Deref for Lease<W> {
    type Target = W;

    fn deref(&self) -> &W {
        self.state.as_ref().expect("the state is there until the lease is dropped")
    }
}

impl<W: Send + 'static> DerefMut for Lease<W> {
    fn deref_mut(&mut self) -> &mut W {
        self.state.as_mut().expect("the state is there until the lease is dropped")
    }
}

impl<W: Send + 'static> Drop for Lease<W> {
    fn drop(&mut self) {
        if let Some(state) = self.state.take() {
            self.owner.put(state);
        }
    }
}

impl<W: fmt::Debug + Send + 'static> fmt::Debug for Lease<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Lease").field(&self.state).finish()
    }
}
