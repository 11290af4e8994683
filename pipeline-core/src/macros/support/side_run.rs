//! `Stream`: a lazy recipe that yields items.
//! Runs that go along with the result of a graph.

use std::convert::Infallible;

use futures::future::{Either, select};

use super::seal::seal_run;
use crate::run::{Deferred, Run};
use crate::stream::{Stream, Track};

impl<T: Send + 'static, K: Track, S> Stream<T, K, S> {
    /// Takes a run along: it becomes part of the run that this stream is closed into, which waits for it to
    /// end.
    #[cfg(feature = "macros")]
    pub(crate) fn with_side_run<R: Send + 'static>(mut self, side: crate::run::Run<R>) -> Self
    where
        S: 'static,
    {
        let crate::run::Part { terminals, start, cancel, .. } = side.into_part();
        self.node.side_runs.extend(terminals);
        let recipe = self.recipe;
        self.recipe = Box::new(move |scope, node, state, feed| {
            let result = start(&scope.outermost());
            let owner = scope.root();
            let group = owner.group.clone();
            // Nobody reads the side's result, so a task waits for it: to drop it would tear the side down.
            let ended = scope.clone();
            scope.spawn(&group, node.stage_id(), (), (), async move {
                let _owner = owner;
                let result = match cancel {
                    None => result.await,
                    Some(cancel) => match select(result, cancel).await {
                        Either::Left((result, _)) => result,
                        Either::Right(_) => None,
                    },
                };
                if let Some(call @ Deferred::Mapped(_)) = result {
                    ended.defer(|| drop(call.call()));
                }
            });
            recipe(scope, node, state, feed)
        });
        self
    }
}

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
        self.0.seal().with_side_run(seal_run(self.1))
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
