//! Sources that count, items whose lives are counted, and paused time in ticks.

use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use pipeline_core::prelude::*;
use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, sleep};

#[path = "../shared/worker_threads.rs"]
mod worker_threads;

use worker_threads::worker_threads;

pub(crate) async fn all<T: Send + 'static, S: Send + 'static>(stream: Stream<T, Plain, S>) -> Vec<T> {
    stream.collect::<Vec<_>>().await.unwrap()
}

/// One of each kind.
pub(crate) fn runtimes() -> [Runtime; 2] {
    let several = Builder::new_multi_thread().worker_threads(worker_threads()).enable_all().build().unwrap();
    [Builder::new_current_thread().enable_all().build().unwrap(), several]
}

/// Lets everything run that can; on one thread, nothing is left to do afterwards.
pub(crate) async fn settle() {
    yields(500).await;
}

pub(crate) async fn yields(times: usize) {
    for _ in 0..times {
        tokio::task::yield_now().await;
    }
}

/// The numbers from 0 on, and how many of them were asked for.
pub(crate) fn counted() -> (Stream<i32>, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let asking = asked.clone();
    let numbers = (0..).inspect(move |_| _ = asking.fetch_add(1, SeqCst));
    (Stream::from_iter(numbers), asked)
}

/// Timers are a millisecond coarse.
pub(crate) fn ticks_since(start: Instant) -> u128 {
    (start.elapsed().as_millis() + 500) / 1000
}

pub(crate) async fn after_a_tick<R>(answer: R) -> R {
    sleep(Duration::from_secs(1)).await;
    answer
}

/// How many items are alive, and how many were at most. Clones are the same ledger.
#[derive(Clone, Default)]
pub(crate) struct Ledger(Arc<(AtomicUsize, AtomicUsize)>);

impl Ledger {
    pub(crate) fn item(&self, value: i32) -> Item {
        let alive = self.0.0.fetch_add(1, SeqCst) + 1;
        self.0.1.fetch_max(alive, SeqCst);
        Item { value, ledger: self.clone() }
    }

    /// Items with these values, made one by one as they are asked for.
    pub(crate) fn items(&self, values: impl Iterator<Item = i32> + Send + 'static) -> Stream<Item> {
        let ledger = self.clone();
        Stream::from_iter(values.map(move |value| ledger.item(value)))
    }

    pub(crate) fn alive(&self) -> usize {
        self.0.0.load(SeqCst)
    }

    pub(crate) fn most(&self) -> usize {
        self.0.1.load(SeqCst)
    }
}

/// A number whose life is counted.
pub(crate) struct Item {
    pub(crate) value: i32,
    ledger: Ledger,
}

impl Clone for Item {
    fn clone(&self) -> Self {
        self.ledger.item(self.value)
    }
}

impl Drop for Item {
    fn drop(&mut self) {
        self.ledger.0.0.fetch_sub(1, SeqCst);
    }
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Item {}

impl Hash for Item {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}
