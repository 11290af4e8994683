//! Runtimes, sources and signals for these tests.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::FutureExt;
use pipeline_core::CancellationToken;
use pipeline_core::prelude::*;
use tokio::task::yield_now;

#[path = "../shared/runtimes.rs"]
mod runtimes;

use runtimes::current_thread;
pub(crate) use runtimes::{multi_thread, paused};

/// On both runtimes of tokio.
pub(crate) fn both<Fut: Future<Output = ()> + Send + 'static>(test: impl Fn() -> Fut) {
    current_thread(test());
    multi_thread(async { tokio::spawn(test()).await.unwrap() });
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
