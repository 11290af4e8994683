//! The value of a flow as the user sees it.

use crate::run::Run;
use crate::stream::{Sealed, Stream, Track};

/// Takes the options of the last stage off a stream's type.
pub fn seal<T: Send + 'static, K: Track, S: Send + 'static>(stream: Stream<T, K, S>) -> Stream<T, K> {
    stream.seal()
}

/// The same for a run.
pub(super) fn seal_run<R, E, S>(run: Run<R, E, S>) -> Run<R, E>
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    run.into_part().into_run(|scope, _, start| start(scope))
}

/// A value of which the macro does not know what it is: what a function or a method of the user's gave.
///
/// Streams and runs have a `close` of their own, which is found before [`Close::close`].
#[derive(Debug)]
pub struct End<V>(pub V);

impl<T: Send + 'static, K: Track, S: Send + 'static> End<Stream<T, K, S>> {
    pub fn close(self) -> Stream<T, K, Sealed> {
        self.0.seal()
    }
}

impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> End<Run<R, E, S>> {
    pub fn close(self) -> Run<R, E, Sealed> {
        seal_run(self.0)
    }
}

/// Anything else stays as it is.
pub trait Close {
    type Value;
    fn close(self) -> Self::Value;
}

impl<V> Close for End<V> {
    type Value = V;
    fn close(self) -> V {
        self.0
    }
}
