//! `WithState` and `PipeState`: a state, and no stage yet.

use std::fmt;

use super::states::States;
use crate::stream::{Plain, Stream, Track};

/// A stream whose next stage has a state for each worker; see [`Stream::worker_state`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::WithState;
///
/// let buffered: WithState<u8, Plain, Vec<u8>> =
///     Stream::from_iter([1, 2]).worker_state(|| async { Ok::<_, std::io::Error>(Vec::new()) });
/// # drop(buffered);
/// ```
#[must_use = "a state does nothing until a stage such as `map_async(f)` follows"]
pub struct WithState<T: Send + 'static, K: Track = Plain, W = ()> {
    pub(crate) stream: Stream<T, K>,
    pub(crate) states: States<W>,
}

/// A pipe to be, whose stage has a state for each worker; what
/// [`pipe::worker_state`](crate::pipe::worker_state) gives.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::PipeState;
///
/// let buffered: PipeState<Vec<u8>> = pipe::worker_state(|| async { Ok::<_, std::io::Error>(Vec::new()) });
/// # drop(buffered);
/// ```
#[must_use = "a state does nothing until a stage such as `map_async(f)` follows"]
pub struct PipeState<W> {
    pub(crate) states: States<W>,
}

impl<W: Send + 'static> PipeState<W> {
    /// The same on a stream.
    pub(crate) fn on<T: Send + 'static, K: Track>(self, stream: Stream<T, K>) -> WithState<T, K, W> {
        WithState { stream, states: self.states }
    }
}

impl<T: Send + 'static, K: Track, W: Send + 'static> fmt::Debug for WithState<T, K, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithState").field("stream", &self.stream).field("states", &self.states).finish()
    }
}

impl<W: Send + 'static> fmt::Debug for PipeState<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PipeState").field("states", &self.states).finish()
    }
}
