//! Runtimes, sources and signals for these tests.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::FutureExt;
use pipeline_core::CancellationToken;
use pipeline_core::prelude::*;
use tokio::runtime::Builder;
use tokio::task::yield_now;

#[path = "../shared/worker_threads.rs"]
mod worker_threads;

pub(crate) use worker_threads::worker_threads;

/// On one thread with paused time, so that every run takes the same turns.
pub(crate) fn paused<R>(test: impl Future<Output = R>) -> R {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap().block_on(test)
}

/// On both runtimes of tokio.
pub(crate) fn both<Fut: Future<Output = ()> + Send + 'static>(test: impl Fn() -> Fut) {
    Builder::new_current_thread().enable_all().build().unwrap().block_on(test());
    let many = Builder::new_multi_thread().worker_threads(worker_threads()).enable_all().build().unwrap();
    many.block_on(async { tokio::spawn(test()).await.unwrap() });
}

/// A source without end that counts what it has given.
pub(crate) fn counted(given: &Arc<AtomicUsize>) -> Stream<usize> {
    let given = given.clone();
    Stream::repeat_with(move || given.fetch_add(1, Ordering::SeqCst))
}

/// Tells when it is dropped.
#[derive(Clone, Default)]
pub(crate) struct Held(Arc<()>);

impl Held {
    pub(crate) fn is_held(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }
}

/// The pipelines that are stopped at each turn: each gives as many items as its source.
pub(crate) fn shapes(source: impl Fn() -> Stream<usize>) -> Vec<Run<usize>> {
    let [a, b] = source().tee();
    vec![
        source().count(),
        source().map(|n| n + 1).buffer(3).count(),
        source().map_async(|n| async move { n }).workers(3).count(),
        source().map_async(|n| yield_now().map(move |()| n)).workers(3).ordered().buffer(2).count(),
        source().map_blocking(|n| n).buffer(1).count(),
        source().chunks(4).flat_map(|chunk| chunk).map_async(|n| async move { n }).count(),
        source().chain(Vec::new()).buffer(1).count(),
        Run::join((a.count(), b.map_async(|n| async move { n }).count())).map(|(a, b)| {
            assert_eq!(a, b);
            a
        }),
        deferred(source()).map_async(|n| async move { n }).count(),
    ]
}

pub(crate) fn deferred(source: Stream<usize>) -> Stream<usize> {
    Stream::defer(move || source.map_async(|n| async move { n }))
}

/// A signal that is given by hand.
pub(crate) fn signal() -> (CancellationToken, impl Future<Output = ()> + Send + 'static) {
    let token = CancellationToken::new();
    (token.clone(), token.cancelled_owned())
}
