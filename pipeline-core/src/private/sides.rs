//! Runs that go along with the result of a graph.

use std::convert::Infallible;

use super::close::seal_run;
use crate::run::Run;
use crate::stream::Stream;
use crate::track::Track;

/// A value, and a run to go along with it. Whatever the run gives is dropped, unless it is an error.
///
/// Runs that fail with the same error have a `both` of their own, which is found before those of the traits.
#[derive(Debug)]
pub struct Along<V, Side>(pub V, pub Side);

impl<R, R2, E, S, S2> Along<Run<R, E, S>, Run<R2, E, S2>>
where
    R: Send + 'static,
    R2: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
    S2: Send + 'static,
{
    pub fn both(self) -> Run<R, E> {
        Run::join((self.0, self.1)).map(|(result, _)| result)
    }
}

impl<T: Send + 'static, K: Track, S, R, S2> Along<Stream<T, K, S>, Run<R, Infallible, S2>>
where
    S: Send + 'static,
    R: Send + 'static,
    S2: Send + 'static,
{
    pub fn both(self) -> Stream<T, K> {
        self.0.seal().along(seal_run(self.1))
    }
}

/// A side that no item can fail.
pub trait AlongPlain {
    type Both;
    fn both(self) -> Self::Both;
}

impl<R, R2, E, S, S2> AlongPlain for Along<Run<R, E, S>, Run<R2, Infallible, S2>>
where
    R: Send + 'static,
    R2: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
    S2: Send + 'static,
{
    type Both = Run<R, E>;
    fn both(self) -> Run<R, E> {
        Along(seal_run(self.0), seal_run(self.1).err_into::<E>()).both()
    }
}

/// A side that an item can fail, along with a result that none can.
pub trait AlongFailing {
    type Both;
    fn both(self) -> Self::Both;
}

impl<R, R2, E, S, S2> AlongFailing for Along<Run<R, Infallible, S>, Run<R2, E, S2>>
where
    R: Send + 'static,
    R2: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
    S2: Send + 'static,
{
    type Both = Run<R, E>;
    fn both(self) -> Run<R, E> {
        Along(seal_run(self.0).err_into::<E>(), seal_run(self.1)).both()
    }
}
