//! Attaching stages whose function cannot fail: sync, as a future, or one that blocks.

use std::future::Future;
use std::sync::Arc;

use futures::FutureExt;

use super::in_place::{in_place, in_place_many};
use super::outcome::{Outcome, OutcomeFuture};
use crate::engine::call::StageFn;
use crate::engine::worker::start_workers;
use crate::error::{StageError, StageId};
use crate::plan::Node;
use crate::stream::{Fallible, Mode, Plain, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage whose function is called in place and gives one value, or none.
    pub(crate) fn attach_fn<U, F>(self, node: Node, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> Option<U> + Send + Sync + 'static,
    {
        self.attach_fn_with_id(node, |_| {
            move |item| match K::branch(item) {
                Ok(value) => f(value).map(K::output),
                Err(residual) => Some(K::residual(residual)),
            }
        })
    }

    /// Attaches a stage whose function is called in place and gives any number of values.
    pub(crate) fn attach_iter<U, F, I>(self, node: Node, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> I + Send + Sync + 'static,
        I: IntoIterator<Item = U, IntoIter: Send + 'static>,
    {
        self.attach(node, Tunable::new(), move |scope, node, _, upstream| {
            in_place_many(scope, node, upstream, on_values::<T, U, K, _, _>(f))
        })
    }

    /// Attaches a stage whose function gives a future, awaited by the worker.
    pub(crate) fn attach_async<U, F, Fut, I>(self, node: Node, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = I> + Send + 'static,
        I: IntoIterator<Item = U, IntoIter: Send + 'static>,
    {
        self.attach_stage_fn(node.with_own_task(), |_| {
            StageFn::future(move |item| OutcomeFuture::<K, U, Fut>::of(K::branch(item), &f))
        })
    }

    /// Attaches a stage whose function blocks, or computes for long.
    pub(crate) fn attach_blocking<U, F, I>(self, node: Node, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> I + Send + Sync + 'static,
        I: IntoIterator<Item = U, IntoIter: Send + 'static>,
    {
        self.attach_stage_fn(node.with_own_task(), |_| {
            StageFn::sync(on_values::<T, U, K, _, _>(f)).blocking()
        })
    }

    /// Attaches a stage that works in tasks of its own.
    pub(crate) fn attach_stage_fn<U, K2, M>(
        self,
        node: Node,
        work: impl FnOnce(&Arc<StageId>) -> StageFn<K::Item<T>, K2::Item<U>> + Send + 'static,
    ) -> Stream<U, K2, Tunable<T, M>>
    where
        U: Send + 'static,
        K2: Track,
        M: Mode,
    {
        self.attach(node, Tunable::new(), move |scope, node, _, upstream| {
            start_workers(scope, node, upstream, work(node.stage_id()))
        })
    }
}

impl<T: Send + 'static, E: Send + 'static, S: Send + 'static> Stream<T, Fallible<E>, S> {
    /// Attaches a stage whose function is called in place and sees values and errors.
    pub(crate) fn attach_result<U, K2, F, O>(self, node: Node, f: F) -> Stream<U, K2, Tunable<T>>
    where
        U: Send + 'static,
        K2: Track<Item<U> = O>,
        F: Fn(Result<T, StageError<E>>) -> Option<O> + Send + Sync + 'static,
        O: Send + 'static,
    {
        self.attach_fn_with_id(node, |_| f)
    }

    /// Attaches a stage whose function gives a future and sees values and errors.
    pub(crate) fn attach_result_async<U, F, Fut>(self, node: Node, f: F) -> Stream<U, Plain, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(Result<T, StageError<E>>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = U> + Send + 'static,
    {
        self.attach_stage_fn(node.with_own_task(), |_| StageFn::future(move |item| f(item).map(Some)))
    }
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage whose function is called in place, sees whole items and knows its stage.
    pub(crate) fn attach_fn_with_id<U, K2, F, O>(
        self,
        node: Node,
        make: impl FnOnce(Arc<StageId>) -> F + Send + 'static,
    ) -> Stream<U, K2, Tunable<T>>
    where
        U: Send + 'static,
        K2: Track<Item<U> = O>,
        F: Fn(K::Item<T>) -> Option<O> + Send + Sync + 'static,
        O: Send + 'static,
    {
        self.attach(node, Tunable::new(), move |scope, node, _, upstream| {
            in_place(scope, node, upstream, make(node.stage_id().clone()))
        })
    }
}

/// `f` for values, and errors past it.
pub(super) fn on_values<T, U, K, F, I>(
    f: F,
) -> impl Fn(K::Item<T>) -> Outcome<K, U, I::IntoIter> + Send + Sync + 'static
where
    T: Send + 'static,
    U: Send + 'static,
    K: Track,
    F: Fn(T) -> I + Send + Sync + 'static,
    I: IntoIterator<Item = U>,
{
    move |item| match K::branch(item) {
        Ok(value) => Outcome::Values(f(value).into_iter()),
        Err(residual) => Outcome::pass(residual),
    }
}
