//! Attaching stages that call a function on each value: in place, as a future, or away from the runtime's workers.
//!
//! An operator says what happens to a value and gives what comes out as something to iterate over. Errors pass by here.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::option;
use std::sync::Arc;

use futures::{FutureExt, StreamExt};

use crate::call::Call;
use crate::error::StageError;
use crate::feed::Feed;
use crate::fuse::{Fused, FusedMany};
use crate::node::{Node, Site};
use crate::scope::Scope;
use crate::stage::{Mode, Tunable};
use crate::stream::Stream;
use crate::track::{Fallible, Plain, Track};
use crate::upstream::Upstream;
use crate::work::{Outcome, Work};
use crate::worker::start_workers;

/// What comes out of one item: an error that passes by, or values.
pub(crate) enum Outs<K: Track, U, I> {
    Pass(Option<K::Residual>, PhantomData<fn() -> U>),
    Values(I),
}

impl<K: Track, U, I> Outs<K, U, I> {
    pub(crate) fn pass(residual: K::Residual) -> Self {
        Self::Pass(Some(residual), PhantomData)
    }
}

impl<K: Track, U: Send + 'static, I: Iterator<Item = U>> Iterator for Outs<K, U, I> {
    type Item = K::Item<U>;

    fn next(&mut self) -> Option<K::Item<U>> {
        match self {
            Self::Pass(residual, _) => residual.take().map(K::residual),
            Self::Values(values) => values.next().map(K::output),
        }
    }
}

impl<K: Track, U: Send + 'static, I: Iterator<Item = U> + 'static> Outcome for Outs<K, U, I> {
    #[inline]
    fn is_over(&self) -> bool {
        match self {
            Self::Pass(residual, _) => residual.is_none(),
            // Decided when this is compiled: of all types that it may be, one is known.
            Self::Values(values) => {
                let value = (values as &dyn Any).downcast_ref::<option::IntoIter<U>>();
                value.is_some_and(|value| value.len() == 0)
            }
        }
    }
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage whose function is called in place and gives one value, or none.
    pub(crate) fn each<U, F>(self, node: Node, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> Option<U> + Send + Sync + 'static,
    {
        self.each_in(node, |_| {
            move |item| match K::branch(item) {
                Ok(value) => f(value).map(K::output),
                Err(residual) => Some(K::residual(residual)),
            }
        })
    }

    /// Attaches a stage whose function is called in place and gives any number of values.
    pub(crate) fn each_many<U, F, I>(self, node: Node, f: F) -> Stream<U, K, Tunable<T>>
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
    pub(crate) fn each_async<U, F, Fut, I>(self, node: Node, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = I> + Send + 'static,
        I: IntoIterator<Item = U, IntoIter: Send + 'static>,
    {
        self.each_work(node.tasked(), |_| Work::calls(move |item| Call::<K, U, Fut>::of(K::branch(item), &f)))
    }

    /// Attaches a stage whose function blocks, or computes for long.
    pub(crate) fn each_blocking<U, F, I>(self, node: Node, f: F) -> Stream<U, K, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(T) -> I + Send + Sync + 'static,
        I: IntoIterator<Item = U, IntoIter: Send + 'static>,
    {
        self.each_work(node.tasked(), |_| Work::in_place(on_values::<T, U, K, _, _>(f)).blocking())
    }

    /// Attaches a stage whose function gives a stream.
    pub(crate) fn each_stream<F, St>(self, node: Node, f: F) -> Stream<St::Item, K, Tunable<T>>
    where
        F: Fn(T) -> St + Send + Sync + 'static,
        St: futures::Stream<Item: Send + 'static> + Send + 'static,
    {
        self.each_work(node.tasked(), |_| {
            Work::streams(move |item| match K::branch(item) {
                Ok(value) => f(value).map(K::output).left_stream(),
                Err(residual) => futures::stream::once(async { K::residual(residual) }).right_stream(),
            })
        })
    }

    /// Attaches a stage that works in tasks of its own.
    pub(crate) fn each_work<U, K2, M>(
        self,
        node: Node,
        work: impl FnOnce(&Arc<Site>) -> Work<K::Item<T>, K2::Item<U>> + Send + 'static,
    ) -> Stream<U, K2, Tunable<T, M>>
    where
        U: Send + 'static,
        K2: Track,
        M: Mode,
    {
        self.attach(node, Tunable::new(), move |scope, node, _, upstream| {
            start_workers(scope, node, upstream, work(node.site()))
        })
    }
}

impl<T: Send + 'static, E: Send + 'static, S: Send + 'static> Stream<T, Fallible<E>, S> {
    /// Attaches a stage whose function is called in place and sees values and errors.
    pub(crate) fn each_result<U, K2, F, O>(self, node: Node, f: F) -> Stream<U, K2, Tunable<T>>
    where
        U: Send + 'static,
        K2: Track<Item<U> = O>,
        F: Fn(Result<T, StageError<E>>) -> Option<O> + Send + Sync + 'static,
        O: Send + 'static,
    {
        self.each_in(node, |_| f)
    }

    /// Attaches a stage whose function gives a future and sees values and errors.
    pub(crate) fn each_result_async<U, F, Fut>(self, node: Node, f: F) -> Stream<U, Plain, Tunable<T>>
    where
        U: Send + 'static,
        F: Fn(Result<T, StageError<E>>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = U> + Send + 'static,
    {
        self.each_work(node.tasked(), |_| Work::calls(move |item| f(item).map(Some)))
    }
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage whose function is called in place, sees whole items and knows its stage.
    pub(crate) fn each_in<U, K2, F, O>(
        self,
        node: Node,
        make: impl FnOnce(Arc<Site>) -> F + Send + 'static,
    ) -> Stream<U, K2, Tunable<T>>
    where
        U: Send + 'static,
        K2: Track<Item<U> = O>,
        F: Fn(K::Item<T>) -> Option<O> + Send + Sync + 'static,
        O: Send + 'static,
    {
        self.attach(node, Tunable::new(), move |scope, node, _, upstream| {
            in_place(scope, node, upstream, make(node.site().clone()))
        })
    }
}

/// `f` for values, and errors past it.
fn on_values<T, U, K, F, I>(f: F) -> impl Fn(K::Item<T>) -> Outs<K, U, I::IntoIter> + Send + Sync + 'static
where
    T: Send + 'static,
    U: Send + 'static,
    K: Track,
    F: Fn(T) -> I + Send + Sync + 'static,
    I: IntoIterator<Item = U>,
{
    move |item| match K::branch(item) {
        Ok(value) => Outs::Values(f(value).into_iter()),
        Err(residual) => Outs::pass(residual),
    }
}

/// Calls `f` in the task that reads, or in workers of its own if the stage was told to have some.
fn in_place<In, F, Out>(scope: &Scope, node: &Node, upstream: Upstream<In>, f: F) -> Feed<Out>
where
    In: Send + 'static,
    Out: Send + 'static,
    F: Fn(In) -> Option<Out> + Send + Sync + 'static,
{
    if node.workers > 1 {
        return start_workers(scope, node, upstream, Work::in_place(f));
    }
    let input = upstream.open_for(scope, node).into_chain();
    Feed::of_stage(scope, node, Fused::new(input, node.site().clone(), f))
}

/// The same, where several items may come out of one.
pub(crate) fn in_place_many<In, F, I>(
    scope: &Scope,
    node: &Node,
    upstream: Upstream<In>,
    f: F,
) -> Feed<I::Item>
where
    In: Send + 'static,
    F: Fn(In) -> I + Send + Sync + 'static,
    I: IntoIterator<Item: Send + 'static, IntoIter: Outcome + Send + 'static> + 'static,
{
    if node.workers > 1 {
        return start_workers(scope, node, upstream, Work::in_place(f));
    }
    let input = upstream.open_for(scope, node).into_chain();
    Feed::of_stage(scope, node, FusedMany::new(input, node.site().clone(), f))
}
