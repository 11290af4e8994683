//! What the behaviour cases share: ticks of virtual time, sources by the tick, and records of what happened when.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, Once};
use std::time::Duration;

use futures::StreamExt;
use pipeline_core::Track;
use pipeline_core::prelude::*;
use tokio::time::Instant;

#[path = "../shared/worker_threads.rs"]
mod worker_threads;
pub(crate) use worker_threads::worker_threads;

/// One tick: a second of tokio's paused clock.
pub(crate) const TICK: Duration = Duration::from_secs(1);

/// Waits for `n` ticks; for none, not at all.
pub(crate) async fn ticks(n: u64) {
    if n > 0 {
        tokio::time::sleep(TICK * u32::try_from(n).unwrap()).await;
    }
}

/// Tells the time of a test, and keeps the moments it was told to.
#[derive(Clone)]
pub(crate) struct Clock {
    start: Instant,
    marks: Log<u64>,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self { start: Instant::now(), marks: Log::new() }
    }

    /// Milliseconds since the start.
    pub(crate) fn millis(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap()
    }

    /// Ticks since the start; timers are a millisecond coarse.
    pub(crate) fn tick(&self) -> u64 {
        (self.millis() + 500) / 1000
    }

    /// Keeps this moment.
    pub(crate) fn mark(&self) {
        self.marks.push(self.tick());
    }

    /// The advances of the clock between the moments that were kept, from the start on.
    pub(crate) fn jumps(&self) -> Vec<u64> {
        jumps(&self.marks.get())
    }
}

/// The advances between moments, from 0 on; several things at one moment are no advance.
pub(crate) fn jumps(moments: &[u64]) -> Vec<u64> {
    let mut last = 0;
    let advance = |moment: &u64| {
        let jump = moment - last;
        last = *moment;
        (jump > 0).then_some(jump)
    };
    moments.iter().filter_map(advance).collect()
}

/// All items, and the jumps of the clock between their arrivals.
pub(crate) async fn with_jumps<T, K, S>(stream: Stream<T, K, S>) -> (Vec<K::Item<T>>, Vec<u64>)
where
    T: Send + 'static,
    K: Track,
    S: Send + 'static,
{
    let (items, moments): (Vec<_>, Vec<_>) = with_times(stream).await.into_iter().unzip();
    (items, jumps(&moments))
}

/// All items, each with the tick of its arrival.
pub(crate) async fn with_times<T, K, S>(stream: Stream<T, K, S>) -> Vec<(K::Item<T>, u64)>
where
    T: Send + 'static,
    K: Track,
    S: Send + 'static,
{
    let clock = Clock::start();
    let arrive = move |mut all: Vec<_>, item| {
        all.push((item, clock.tick()));
        all
    };
    stream.fold(Vec::new(), arrive).await.unwrap()
}

/// The items that come before the end, and the error that was the end, if one was.
pub(crate) async fn read_on<T, K, S>(stream: Stream<T, K, S>) -> (Vec<K::Item<T>>, Option<PipelineError>)
where
    T: Send + 'static,
    K: Track,
    S: Send + 'static,
{
    let mut open = stream.open();
    let mut items = Vec::new();
    while let Some(item) = open.next().await {
        match item {
            Ok(item) => items.push(item),
            Err(error) => {
                assert!(open.next().await.is_none(), "something came after the error");
                return (items, Some(error));
            }
        }
    }
    (items, None)
}

/// A source that gives the first item at once and the next ones `gap` ticks apart.
pub(crate) fn every<I>(gap: u64, items: I) -> Stream<I::Item>
where
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
{
    Stream::from_stream(each_after(0, gap, items))
}

/// A stream that gives the first item after `first` ticks and the next ones `gap` ticks apart.
pub(crate) fn each_after<I>(first: u64, gap: u64, items: I) -> futures::stream::BoxStream<'static, I::Item>
where
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
{
    let waits = std::iter::once(first).chain(std::iter::repeat(gap));
    let later = |(wait, item)| async move {
        ticks(wait).await;
        item
    };
    futures::stream::iter(waits.zip(items)).then(later).boxed()
}

/// Lets everything run that can; on a runtime of one thread, nothing is left to do afterwards.
pub(crate) async fn settle() {
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
}

/// How many tasks the runtime has; the body of a test is none.
pub(crate) fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

/// Panics, without a message on the screen.
pub(crate) fn boom(what: impl fmt::Display) -> ! {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !text_of(info.payload()).is_some_and(|text| text.starts_with("boom")) {
                usual(info);
            }
        }));
    });
    panic!("boom {what}")
}

/// An error that knows what failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Boom(pub(crate) &'static str);

impl fmt::Display for Boom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Boom {}

/// Ten times the number, but 2 fails.
pub(crate) fn risky(n: i32) -> Result<i32, Boom> {
    if n == 2 { Err(Boom("risky")) } else { Ok(n * 10) }
}

/// What happened, in order; clones are the same log.
pub(crate) struct Log<T>(Arc<Mutex<Vec<T>>>);

impl<T> Log<T> {
    pub(crate) fn new() -> Self {
        Self(Arc::default())
    }

    pub(crate) fn push(&self, entry: T) {
        self.0.lock().unwrap().push(entry);
    }

    pub(crate) fn get(&self) -> Vec<T>
    where
        T: Clone,
    {
        self.0.lock().unwrap().clone()
    }
}

impl<T> Clone for Log<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// A count that several tasks share.
#[derive(Clone, Default)]
pub(crate) struct Counter(Arc<AtomicUsize>);

impl Counter {
    pub(crate) fn add(&self) {
        self.0.fetch_add(1, SeqCst);
    }

    pub(crate) fn get(&self) -> usize {
        self.0.load(SeqCst)
    }

    /// Counts when it is dropped: in a future, when that has ended or was cancelled.
    pub(crate) fn on_drop(&self) -> OnDrop {
        OnDrop(self.clone())
    }
}

pub(crate) struct OnDrop(Counter);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.add();
    }
}

/// Does not compile if the type has the trait.
macro_rules! assert_not_impl {
    ($type:ty: $($bound:tt)+) => {
        const _: fn() = || {
            trait Ambiguous<A> {
                fn found() {}
            }
            impl<T: ?Sized> Ambiguous<()> for T {}
            struct Has;
            impl<T: ?Sized + $($bound)+> Ambiguous<Has> for T {}
            let _ = <$type as Ambiguous<_>>::found;
        };
    };
}
pub(crate) use assert_not_impl;

/// The text that a panic carries.
fn text_of(panic: &(dyn std::any::Any + Send)) -> Option<&str> {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&'static str>().copied())
}
