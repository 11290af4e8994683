//! Attaching stages whose workers have a state each.

use std::convert::Infallible;
use std::future::{Future, ready};

use futures::FutureExt;

use super::lease::Lease;
use super::states::States;
use crate::attach::attempt::Attempt;
use crate::attach::fallible::{Tried, outcome};
use crate::attach::outcome::Outcome;
use crate::engine::call::{CallOutputs, StageFn};
use crate::engine::supervision::Scope;
use crate::engine::worker::start_workers;
use crate::error::StageError;
use crate::plan::Node;
use crate::run::Run;
use crate::stream::{Mode, Stream, Track, TryTrack, Tunable};

impl<W: Send + 'static> States<W> {
    /// Calls with the state of their worker.
    fn stage_fn<T, K, F, Fut, O>(
        self,
        scope: &Scope,
        node: &Node,
        f: F,
        pass: fn(K::Residual) -> O,
    ) -> StageFn<K::Item<T>, O::Item>
    where
        T: Send + 'static,
        K: Track,
        F: Fn(Lease<W>, T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = O> + Send + 'static,
        O: IntoIterator<Item: Send + 'static, IntoIter: CallOutputs + Send + 'static> + Send + 'static,
    {
        StageFn::future_per_worker(self.per_worker(scope, node, f), move |worker, item| async move {
            let (state, f) = &*worker;
            match K::branch(item) {
                Ok(value) => f(Lease::of(state).await, value).await,
                Err(residual) => pass(residual),
            }
        })
    }

    /// The same where calls can fail; `send` makes of an outcome what is sent on.
    fn try_stage_fn<T, K, E, M, F, Fut, R, O>(
        self,
        scope: &Scope,
        node: &Node,
        tune: Tunable<T, M>,
        f: F,
        send: fn(Result<R, StageError<K::Error>>) -> O,
    ) -> StageFn<K::Item<T>, O::Item>
    where
        T: Send + 'static,
        K: TryTrack<E>,
        E: 'static,
        M: Mode<Error = K::Error>,
        F: Fn(Lease<W>, T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R, E>> + Send + 'static,
        R: Send + 'static,
        O: IntoIterator<Item: Send + 'static, IntoIter: CallOutputs + Send + 'static> + 'static,
    {
        let call = (Attempt::new(node, tune), f);
        StageFn::future_per_worker(self.per_worker(scope, node, call), move |worker, item| async move {
            let (state, call) = &*worker;
            let (attempt, f) = &**call;
            let call = |value| async move { f(Lease::of(state).await, value).await.map_err(K::error) };
            send(match K::branch(item) {
                Ok(value) => attempt.call_with_retry(value, call).await,
                Err(residual) => Err(K::pass(residual)),
            })
        })
    }
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage whose function gets the state of its worker, and gives a future.
    pub(crate) fn attach_with_state<U, W, F, Fut, I>(
        self,
        node: Node,
        states: States<W>,
        f: F,
    ) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        W: Send + 'static,
        F: Fn(Lease<W>, T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = I> + Send + 'static,
        I: IntoIterator<Item = U, IntoIter: Send + 'static>,
    {
        let call = move |lease, value| f(lease, value).map(|items| Outcome::Values(items.into_iter()));
        self.attach(node.with_own_task(), Tunable::new(), move |scope, node, _, upstream| {
            let work =
                states.stage_fn::<T, K, _, _, _>(scope, node, call, Outcome::<K, U, I::IntoIter>::pass);
            start_workers(scope, node, upstream, work)
        })
    }

    /// Attaches a stage whose function gets the state of its worker, and blocks or computes for long.
    pub(crate) fn attach_with_state_blocking<U, W, F>(
        self,
        node: Node,
        states: States<W>,
        f: F,
    ) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        W: Send + 'static,
        F: Fn(&mut W, T) -> U + Send + Sync + 'static,
    {
        let call =
            move |mut lease: Lease<W>, value| ready(Outcome::Values(Some(f(&mut lease, value)).into_iter()));
        self.attach(node.with_own_task(), Tunable::new(), move |scope, node, _, upstream| {
            let work = states.stage_fn::<T, K, _, _, _>(scope, node, call, Outcome::<K, U, _>::pass);
            start_workers(scope, node, upstream, work.blocking())
        })
    }

    /// Attaches a stage whose function gets the state of its worker, and gives a future of a `Result`.
    pub(crate) fn attach_try_with_state<U, E, W, M, F, Fut, I>(
        self,
        node: Node,
        states: States<W>,
        f: F,
    ) -> Stream<U, Tried<K, E>, Tunable<T, M>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: 'static,
        W: Send + 'static,
        M: Mode<Error = K::Error>,
        F: Fn(Lease<W>, T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<I, E>> + Send + 'static,
        I: IntoIterator<Item = U, IntoIter: Send + 'static> + Send + 'static,
    {
        self.attach(node.with_own_task(), Tunable::new(), move |scope, node, tune, upstream| {
            let work = states.try_stage_fn::<T, K, E, _, _, _, _, _>(scope, node, tune, f, outcome);
            start_workers(scope, node, upstream, work)
        })
    }

    /// Attaches a stage whose function gets the state of its worker, gives a `Result`, and blocks or computes
    /// for long.
    pub(crate) fn attach_try_with_state_blocking<U, E, W, M, F>(
        self,
        node: Node,
        states: States<W>,
        f: F,
    ) -> Stream<U, Tried<K, E>, Tunable<T, M>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: Send + 'static,
        W: Send + 'static,
        M: Mode<Error = K::Error>,
        F: Fn(&mut W, T) -> Result<U, E> + Send + Sync + 'static,
    {
        let call = move |mut lease: Lease<W>, value| ready(f(&mut lease, value).map(Some));
        self.attach(node.with_own_task(), Tunable::new(), move |scope, node, tune, upstream| {
            let work = states.try_stage_fn::<T, K, E, _, _, _, _, _>(scope, node, tune, call, outcome);
            start_workers(scope, node, upstream, work.blocking())
        })
    }

    /// Closes the pipeline with workers that have a state each. What they are given are whole items.
    pub(crate) fn close_with_state<W, F, Fut>(
        self,
        node: Node,
        states: States<W>,
        f: F,
    ) -> Run<(), Infallible, Tunable<T>>
    where
        W: Send + 'static,
        F: Fn(Lease<W>, K::Item<T>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.close_with_workers_in(node, move |scope, node, _| {
            StageFn::future_per_worker(states.per_worker(scope, node, f), |worker, item| async move {
                let (state, f) = &*worker;
                f(Lease::of(state).await, item).await;
                None
            })
        })
    }

    /// Closes the pipeline with workers that have a state each; the first error ends the run.
    pub(crate) fn close_trying_with_state<E, W, M, F, Fut>(
        self,
        node: Node,
        states: States<W>,
        f: F,
    ) -> Run<(), K::Error, Tunable<T, M>>
    where
        K: TryTrack<E>,
        E: 'static,
        W: Send + 'static,
        M: Mode<Error = K::Error>,
        F: Fn(Lease<W>, T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
    {
        self.close_with_workers_in(node, move |scope, node, tune| {
            states.try_stage_fn::<T, K, E, _, _, _, _, _>(scope, node, tune, f, Result::err)
        })
    }
}
