//! Attaching stages that make one call after another for the items of one key.

use std::future::{Future, ready};
use std::hash::{BuildHasher, Hash};

use super::attempt::Attempt;
use super::fallible::{Tried, fallible_stage_fn, outcome};
use super::infallible::on_values;
use super::outcome::OutcomeFuture;
use crate::engine::call::StageFn;
use crate::engine::worker::{KeyOf, start_keyed};
use crate::plan::Node;
use crate::stream::{Keyed, Maps, Mode, Stream, Track, Tries, TriesAsync, TryTrack, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage whose function gives one value.
    pub(crate) fn attach_by_key<U, Q, G, F>(
        self,
        node: Node,
        key: G,
        f: F,
    ) -> Stream<U, K, Tunable<T, Keyed<Maps>>>
    where
        U: Send + 'static,
        Q: Hash,
        G: Fn(&T) -> Q + Send + Sync + 'static,
        F: Fn(T) -> U + Send + Sync + 'static,
    {
        self.attach_keyed(node, key_of::<T, K, _, _>(key), |_, _| {
            StageFn::sync(on_values::<T, U, K, _, _>(move |value| Some(f(value))))
        })
    }

    /// Attaches a stage whose function gives a future.
    pub(crate) fn attach_by_key_async<U, Q, G, F, Fut>(
        self,
        node: Node,
        key: G,
        f: F,
    ) -> Stream<U, K, Tunable<T, Keyed<Maps>>>
    where
        U: Send + 'static,
        Q: Hash,
        G: Fn(&T) -> Q + Send + Sync + 'static,
        F: Fn(T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Option<U>> + Send + 'static,
    {
        self.attach_keyed(node, key_of::<T, K, _, _>(key), |_, _| {
            StageFn::future(move |item| OutcomeFuture::<K, U, Fut>::of(K::branch(item), &f))
        })
    }

    /// Attaches a stage whose function blocks, or computes for long.
    pub(crate) fn attach_by_key_blocking<U, Q, G, F>(
        self,
        node: Node,
        key: G,
        f: F,
    ) -> Stream<U, K, Tunable<T, Keyed<Maps>>>
    where
        U: Send + 'static,
        Q: Hash,
        G: Fn(&T) -> Q + Send + Sync + 'static,
        F: Fn(T) -> U + Send + Sync + 'static,
    {
        self.attach_keyed(node, key_of::<T, K, _, _>(key), |_, _| {
            StageFn::sync(on_values::<T, U, K, _, _>(move |value| Some(f(value)))).blocking()
        })
    }

    /// Attaches a stage whose function gives a `Result`.
    pub(crate) fn attach_try_by_key<U, E, Q, G, F>(
        self,
        node: Node,
        key: G,
        f: F,
    ) -> Stream<U, Tried<K, E>, Tunable<T, Keyed<Tries<K::Error>>>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: Send + 'static,
        Q: Hash,
        G: Fn(&T) -> Q + Send + Sync + 'static,
        F: Fn(T) -> Result<U, E> + Send + Sync + 'static,
    {
        let call = move |value| ready(f(value).map(Some).map_err(K::error));
        self.attach_keyed(node, key_of::<T, K, _, _>(key), |node, tune| {
            fallible_stage_fn::<T, K, E, _, _, _, _, _>(Attempt::new(node, tune), call, outcome)
        })
    }

    /// Attaches a stage whose function gives a future of a `Result`.
    pub(crate) fn attach_try_by_key_async<U, E, Q, G, F, Fut>(
        self,
        node: Node,
        key: G,
        f: F,
    ) -> Stream<U, Tried<K, E>, Tunable<T, Keyed<TriesAsync<K::Error>>>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: Send + 'static,
        Q: Hash,
        G: Fn(&T) -> Q + Send + Sync + 'static,
        F: Fn(T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<U, E>> + Send + 'static,
    {
        let call = move |value| {
            let call = f(value);
            async move { call.await.map(Some).map_err(K::error) }
        };
        self.attach_keyed(node, key_of::<T, K, _, _>(key), |node, tune| {
            fallible_stage_fn::<T, K, E, _, _, _, _, _>(Attempt::new(node, tune), call, outcome)
        })
    }

    fn attach_keyed<U, K2, M>(
        self,
        node: Node,
        key_of: KeyOf<K::Item<T>>,
        work: impl FnOnce(&Node, Tunable<T, Keyed<M>>) -> StageFn<K::Item<T>, K2::Item<U>> + Send + 'static,
    ) -> Stream<U, K2, Tunable<T, Keyed<M>>>
    where
        U: Send + 'static,
        K2: Track,
        M: Mode,
    {
        self.attach(node.keyed(), Tunable::new(), move |scope, node, tune, upstream| {
            start_keyed(scope, node, upstream, key_of, work(node, tune))
        })
    }
}

/// The hash of a value's key; an error has none.
fn key_of<T, K, Q, G>(key: G) -> KeyOf<K::Item<T>>
where
    T: Send + 'static,
    K: Track,
    Q: Hash,
    G: Fn(&T) -> Q + Send + Sync + 'static,
{
    let hasher = foldhash::quality::RandomState::default();
    Box::new(move |item| K::peek(item).map(|value| hasher.hash_one(key(value))))
}
