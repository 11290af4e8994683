//! Attaching stages whose function can fail: errors become items, after the retries that are allowed.

use std::future::{Future, ready};

use super::attempt::Attempt;
use super::in_place::in_place_many;
use super::outcome::Outcome;
use futures::TryFutureExt;

use crate::engine::call::{CallOutputs, PerWorker, StageFn};
use crate::engine::executor::RunsOn;
use crate::engine::worker::start_workers;
use crate::error::StageError;
use crate::plan::Node;
use crate::stream::{Fallible, Mode, Stream, Track, Tries, TriesAsync, TryTrack, Tunable};

/// The track that a `try_*` stage with errors `E` leads to.
pub(crate) type Tried<K, E> = Fallible<<K as TryTrack<E>>::Error>;

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage whose function gives a `Result` in place.
    pub(crate) fn attach_try<U, E, F, I>(
        self,
        node: Node,
        f: F,
    ) -> Stream<U, Tried<K, E>, Tunable<T, Tries<K::Error>>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: 'static,
        F: Fn(T) -> Result<I, E> + Send + Sync + 'static,
        I: IntoIterator<Item = U, IntoIter: Send + 'static> + Send + 'static,
    {
        self.attach(node, Tunable::<T, Tries<K::Error>>::new(), move |scope, node, tune, upstream| {
            if tune.retry.is_some() {
                let call = move |value| ready(f(value).map_err(K::error));
                let work =
                    fallible_stage_fn::<T, K, E, _, _, _, _, _>(Attempt::new(node, tune), call, outcome);
                return start_workers(scope, node, upstream, work);
            }
            let attempt = Attempt::new(node, tune);
            in_place_many(scope, node, upstream, move |item| match K::branch(item) {
                Ok(value) => outcome(attempt.call_once(value, |value| f(value).map_err(K::error))),
                Err(residual) => Outcome::pass(K::pass(residual)),
            })
        })
    }

    /// Attaches a stage whose function gives a future of a `Result`.
    pub(crate) fn attach_try_async<U, E, F, Fut, I>(
        self,
        node: Node,
        f: F,
    ) -> Stream<U, Tried<K, E>, Tunable<T, TriesAsync<K::Error>>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: 'static,
        F: Fn(T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<I, E>> + Send + 'static,
        I: IntoIterator<Item = U, IntoIter: Send + 'static> + Send + 'static,
    {
        let call = move |value| f(value).map_err(K::error);
        self.attach_attempts(node, call, RunsOn::Runtime)
    }

    /// Attaches a stage whose function gives a `Result` and blocks, or computes for long.
    pub(crate) fn attach_try_blocking<U, E, F>(
        self,
        node: Node,
        f: F,
    ) -> Stream<U, Tried<K, E>, Tunable<T, Tries<K::Error>>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: 'static,
        F: Fn(T) -> Result<U, E> + Send + Sync + 'static,
    {
        let call = move |value| ready(f(value).map(Some).map_err(K::error));
        self.attach_attempts(node, call, RunsOn::BlockingPool)
    }

    fn attach_attempts<U, E, M, F, Fut, I>(
        self,
        node: Node,
        call: F,
        runs_on: RunsOn,
    ) -> Stream<U, Tried<K, E>, Tunable<T, M>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: 'static,
        M: Mode<Error = K::Error>,
        F: Fn(T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<I, K::Error>> + Send + 'static,
        I: IntoIterator<Item = U, IntoIter: Send + 'static> + Send + 'static,
    {
        self.attach(node.with_own_task(), Tunable::new(), move |scope, node, tune, upstream| {
            let work = fallible_stage_fn::<T, K, E, _, _, _, _, _>(Attempt::new(node, tune), call, outcome);
            let work = match runs_on {
                RunsOn::Runtime => work,
                RunsOn::BlockingPool => work.blocking(),
            };
            start_workers(scope, node, upstream, work)
        })
    }
}

/// Calls that can fail, with what `.timeout`, `.retry` and `.keep_item` say; `send` makes of an outcome what
/// is sent on.
pub(crate) fn fallible_stage_fn<T, K, E, M, F, Fut, R, O>(
    attempt: Attempt<T, M>,
    call: F,
    send: fn(Result<R, StageError<K::Error>>) -> O,
) -> StageFn<K::Item<T>, O::Item>
where
    T: Send + 'static,
    K: TryTrack<E>,
    E: 'static,
    M: Mode<Error = K::Error>,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<R, K::Error>> + Send + 'static,
    R: Send + 'static,
    O: IntoIterator<Item: Send + 'static, IntoIter: CallOutputs + Send + 'static> + 'static,
{
    StageFn::future_with((attempt, call), move |shared: PerWorker<(_, F)>, item| async move {
        let (attempt, call) = &**shared;
        send(match K::branch(item) {
            Ok(value) => attempt.call_with_retry(value, call).await,
            Err(residual) => Err(K::pass(residual)),
        })
    })
}

/// Values to send on, or the error in their place.
pub(super) fn outcome<U, E, I>(result: Result<I, StageError<E>>) -> Outcome<Fallible<E>, U, I::IntoIter>
where
    E: Send + 'static,
    I: IntoIterator<Item = U>,
{
    match result {
        Ok(values) => Outcome::Values(values.into_iter()),
        Err(error) => Outcome::pass(error),
    }
}
