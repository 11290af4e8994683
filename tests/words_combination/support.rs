//! What these tests share: ticks of virtual time, sources by the tick, and counters.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Once};
use std::time::Duration;

use futures::StreamExt;
use pipeline_core::Track;
use pipeline_core::prelude::*;
use tokio::time::Instant;

#[path = "../shared/worker_threads.rs"]
mod worker_threads;

use worker_threads::worker_threads;

pub(crate) const TICK: Duration = Duration::from_secs(1);

pub(crate) async fn ticks(n: u32) {
    if n > 0 {
        tokio::time::sleep(TICK * n).await;
    }
}

/// Gives the first item after `first` ticks and the next ones `gap` ticks apart.
pub(crate) fn each_after<I>(first: u32, gap: u32, items: I) -> Stream<I::Item>
where
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
{
    let waits = std::iter::once(first).chain(std::iter::repeat(gap));
    let later = |(wait, item)| async move {
        ticks(wait).await;
        item
    };
    Stream::from_stream(futures::stream::iter(waits.zip(items)).then(later))
}

pub(crate) fn every<I>(gap: u32, items: I) -> Stream<I::Item>
where
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
{
    each_after(0, gap, items)
}

/// All items, each with the tick of its arrival, and the tick of the end.
pub(crate) async fn timed<T, K, S>(stream: Stream<T, K, S>) -> (Vec<(K::Item<T>, u32)>, u32)
where
    T: Send + 'static,
    K: Track,
    S: Send + 'static,
{
    let start = Instant::now();
    let tick = move || ((start.elapsed().as_millis() + 500) / 1000) as u32;
    let arrive = move |mut all: Vec<_>, item| {
        all.push((item, tick()));
        all
    };
    (stream.fold(Vec::new(), arrive).await.unwrap(), tick())
}

pub(crate) async fn all<T: Send + 'static, S: Send + 'static>(stream: Stream<T, Plain, S>) -> Vec<T> {
    stream.collect::<Vec<_>>().await.unwrap()
}

/// The items that come before the end, and the error that was the end.
pub(crate) async fn read_on<T: Send + 'static, S: Send + 'static>(
    stream: Stream<T, Plain, S>,
) -> (Vec<T>, Option<String>) {
    let mut open = stream.open();
    let mut items = Vec::new();
    while let Some(item) = open.next().await {
        match item {
            Ok(item) => items.push(item),
            Err(error) => return (items, Some(error.to_string())),
        }
    }
    (items, None)
}

#[derive(Clone, Default)]
pub(crate) struct Counter(pub(crate) Arc<AtomicUsize>);

impl Counter {
    pub(crate) fn get(&self) -> usize {
        self.0.load(SeqCst)
    }

    /// Counts when it is dropped.
    pub(crate) fn on_drop(&self) -> impl Send + Sync + 'static + use<> {
        struct OnDrop(Counter);
        impl Drop for OnDrop {
            fn drop(&mut self) {
                self.0.0.fetch_add(1, SeqCst);
            }
        }
        OnDrop(self.clone())
    }
}

/// Gives its items, then stays silent, and counts when it is closed.
pub(crate) fn then_silent<I>(closed: &Counter, items: I) -> Stream<I::Item>
where
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static>,
{
    let guard = closed.on_drop();
    let items = futures::stream::iter(items).chain(futures::stream::pending());
    Stream::from_stream(items.inspect(move |_| _ = &guard))
}

/// Counts how often it is started.
pub(crate) fn started<const N: usize>(starts: &Counter, items: [i32; N]) -> Stream<i32> {
    let starts = starts.clone();
    Stream::defer(move || {
        starts.0.fetch_add(1, SeqCst);
        items
    })
}

pub(crate) async fn settle() {
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
}

pub(crate) fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

/// The panics that are part of a test are not shown.
pub(crate) fn quiet() {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let wanted =
                |text: &str| ["boom", "in 1", "an item was sent"].iter().any(|start| text.starts_with(start));
            let text = info.payload().downcast_ref::<String>().map(String::as_str);
            if !text.or_else(|| info.payload().downcast_ref::<&str>().copied()).is_some_and(wanted) {
                usual(info);
            }
        }));
    });
}

pub(crate) fn multi_thread<R>(body: impl Future<Output = R>) -> R {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let body = async { tokio::time::timeout(TICK * 60, body).await.expect("nothing moves any more") };
    builder.worker_threads(worker_threads()).enable_all().build().unwrap().block_on(body)
}

/// Values, with an error for each number below zero.
pub(crate) fn checked<const N: usize>(numbers: [i32; N]) -> TryStream<i32, i32> {
    Stream::from_iter(numbers).try_map(|n| if n < 0 { Err(n) } else { Ok(n) }).into()
}

pub(crate) fn errors_as_numbers<S: Send + 'static>(stream: Stream<i32, Fallible<i32>, S>) -> Stream<i32> {
    stream.recover(StageError::into_error).into()
}
