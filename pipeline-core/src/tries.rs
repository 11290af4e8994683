//! Attaching stages whose function can fail: errors become items, after the tries that `.retry` allows.

use std::future::{Future, ready};
use std::sync::Arc;
use std::time::Duration;

use crate::calls::{Outs, in_place_many};
use crate::error::StageError;
use crate::node::{Node, Site};
use crate::stage::{Elapsed, Mode, Retry, Tries, TriesAsync, Tunable};
use crate::stream::Stream;
use crate::track::{Fallible, Track, TryTrack};
use crate::work::{Outcome, Share, Work};
use crate::worker::start_workers;

/// How a stage calls a function that can fail.
pub(crate) struct Attempt<In, M: Mode> {
    site: Arc<Site>,
    tune: Tunable<In, M>,
}

impl<In, M: Mode> Attempt<In, M> {
    pub(crate) fn new(node: &Node, tune: Tunable<In, M>) -> Self {
        Self { site: node.site().clone(), tune }
    }

    /// Calls once, in place.
    pub(crate) fn once<R>(
        &self,
        value: In,
        f: impl FnOnce(In) -> Result<R, M::Error>,
    ) -> Result<R, StageError<M::Error>> {
        let kept = self.tune.keep.map(|keep| keep(&value));
        f(value).map_err(|error| StageError::new(self.site.clone(), error).with_item(kept))
    }

    /// Calls until it succeeds, time or tries run out.
    pub(crate) async fn run<R, Fut>(
        &self,
        value: In,
        f: impl Fn(In) -> Fut,
    ) -> Result<R, StageError<M::Error>>
    where
        Fut: Future<Output = Result<R, M::Error>>,
    {
        let kept = self.tune.keep.map(|keep| keep(&value));
        let mut waits = self.tune.retry.as_ref().map(|retry| (retry.waits)());
        let mut value = value;
        loop {
            let wait = waits.as_mut().and_then(Iterator::next);
            let again = self.spare(&value, wait);
            let error = match self.limited(f(value)).await {
                Ok(result) => return Ok(result),
                Err(error) => error,
            };
            let Some((wait, spare)) = again else {
                return Err(StageError::new(self.site.clone(), error).with_item(kept));
            };
            tokio::time::sleep(wait).await;
            value = spare;
        }
    }

    /// What another try needs, if there may be one.
    fn spare(&self, value: &In, wait: Option<Duration>) -> Option<(Duration, In)> {
        let Retry { clone, .. } = self.tune.retry.as_ref()?;
        Some((wait?, clone(value)))
    }

    async fn limited<R>(&self, call: impl Future<Output = Result<R, M::Error>>) -> Result<R, M::Error> {
        match self.tune.timeout {
            None => call.await,
            Some((limit, too_late)) => match tokio::time::timeout(limit, call).await {
                Ok(result) => result,
                Err(_) => Err(too_late(Elapsed(limit))),
            },
        }
    }
}

/// The track that a `try_*` stage with errors `E` leads to.
pub(crate) type Tried<K, E> = Fallible<<K as TryTrack<E>>::Error>;

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage whose function gives a `Result` in place.
    pub(crate) fn try_each<U, E, F, I>(
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
                let work = trying::<T, K, E, _, _, _, _, _>(Attempt::new(node, tune), call, outs);
                return start_workers(scope, node, upstream, work);
            }
            let attempt = Attempt::new(node, tune);
            in_place_many(scope, node, upstream, move |item| match K::branch(item) {
                Ok(value) => outs(attempt.once(value, |value| f(value).map_err(K::error))),
                Err(residual) => Outs::pass(K::pass(residual)),
            })
        })
    }

    /// Attaches a stage whose function gives a future of a `Result`.
    pub(crate) fn try_each_async<U, E, F, Fut, I>(
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
        let call = move |value| {
            let call = f(value);
            async move { call.await.map_err(K::error) }
        };
        self.each_trying(node, call, false)
    }

    /// Attaches a stage whose function gives a `Result` and blocks, or computes for long.
    pub(crate) fn try_each_blocking<U, E, F>(
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
        self.each_trying(node, call, true)
    }

    fn each_trying<U, E, M, F, Fut, I>(
        self,
        node: Node,
        call: F,
        blocks: bool,
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
        self.attach(node.tasked(), Tunable::new(), move |scope, node, tune, upstream| {
            let work = trying::<T, K, E, _, _, _, _, _>(Attempt::new(node, tune), call, outs);
            let work = if blocks { work.blocking() } else { work };
            start_workers(scope, node, upstream, work)
        })
    }
}

/// Calls that can fail, with what `.timeout`, `.retry` and `.keep_item` say; `send` makes of an outcome what is sent on.
pub(crate) fn trying<T, K, E, M, F, Fut, R, O>(
    attempt: Attempt<T, M>,
    call: F,
    send: fn(Result<R, StageError<K::Error>>) -> O,
) -> Work<K::Item<T>, O::Item>
where
    T: Send + 'static,
    K: TryTrack<E>,
    E: 'static,
    M: Mode<Error = K::Error>,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<R, K::Error>> + Send + 'static,
    R: Send + 'static,
    O: IntoIterator<Item: Send + 'static, IntoIter: Outcome + Send + 'static> + 'static,
{
    Work::sharing((attempt, call), move |shared: Share<(_, F)>, item| async move {
        let (attempt, call) = &**shared;
        send(match K::branch(item) {
            Ok(value) => attempt.run(value, call).await,
            Err(residual) => Err(K::pass(residual)),
        })
    })
}

/// Values to send on, or the error in their place.
fn outs<U, E, I>(result: Result<I, StageError<E>>) -> Outs<Fallible<E>, U, I::IntoIter>
where
    E: Send + 'static,
    I: IntoIterator<Item = U>,
{
    match result {
        Ok(values) => Outs::Values(values.into_iter()),
        Err(error) => Outs::pass(error),
    }
}
