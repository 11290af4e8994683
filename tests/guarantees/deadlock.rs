//! Promise 6, against the recipes that break `buffered`: a call that has started is polled whatever its consumer does.
//!
//! The clock stands still and moves on only when nothing else can, so a deadlock is seen at once and lateness is exact.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use pipeline_core::prelude::*;
use tokio::sync::{Mutex, Semaphore};
use tokio::time::{Instant, sleep, timeout};

use crate::support::{Counter, Gate, multi_thread, paused, turn};

const ITEMS: usize = 40;

/// Holds the lock across a wait, as a client holds a connection.
async fn with_lock(lock: Arc<Mutex<usize>>, n: usize) -> usize {
    let mut uses = lock.lock().await;
    turn().await;
    *uses += 1;
    n
}

/// The mixes of workers and order in which two stages share what is fair and one at a time.
fn mixes() -> impl Iterator<Item = (usize, usize, bool)> {
    [1, 4].into_iter().flat_map(|a| [1, 4].into_iter().flat_map(move |b| [(a, b, false), (a, b, true)]))
}

async fn two_stages_share_a_lock() {
    for (first, second, ordered) in mixes() {
        let lock = Arc::new(Mutex::new(0));
        let (upstream, downstream) = (lock.clone(), lock.clone());
        let mut stage =
            Stream::from_iter(0..ITEMS).map_async(move |n| with_lock(upstream.clone(), n)).workers(first);
        if ordered {
            stage = stage.ordered();
        }
        let run = stage.map_async(move |n| with_lock(downstream.clone(), n)).workers(second).count();
        assert_eq!(run.await.unwrap(), ITEMS);
        assert_eq!(*lock.lock().await, 2 * ITEMS);
    }
}

#[test]
fn two_stages_that_share_a_fair_lock() {
    paused(two_stages_share_a_lock());
    multi_thread(two_stages_share_a_lock());
}

/// The terminal wants the lock that started calls upstream wait for or hold.
async fn the_consumer_wants_the_lock() {
    for (workers, buffer, ordered) in mixes() {
        let lock = Arc::new(Mutex::new(0));
        let (upstream, downstream) = (lock.clone(), lock.clone());
        let mut stage =
            Stream::from_iter(0..ITEMS).map_async(move |n| with_lock(upstream.clone(), n)).workers(workers);
        if ordered {
            stage = stage.ordered().window(0);
        }
        let run = stage.buffer(buffer - 1).for_each_async(move |n| {
            let lock = downstream.clone();
            async move { _ = with_lock(lock, n).await }
        });
        run.await.unwrap();
        assert_eq!(*lock.lock().await, 2 * ITEMS);
    }
}

#[test]
fn a_consumer_that_wants_what_a_call_holds() {
    paused(the_consumer_wants_the_lock());
    multi_thread(the_consumer_wants_the_lock());
}

/// A call holds the lock while it waits for time; the stage behind wants it meanwhile.
#[test]
fn a_lock_held_across_an_await() {
    paused(async {
        for (first, second, ordered) in mixes() {
            let lock = Arc::new(Mutex::new(()));
            let (upstream, downstream) = (lock.clone(), lock);
            let stage = Stream::from_iter(0..ITEMS).map_async(move |n| {
                let lock = upstream.clone();
                async move {
                    let held = lock.lock().await;
                    sleep(Duration::from_millis(10)).await;
                    drop(held);
                    n
                }
            });
            let stage = if ordered { stage.workers(first).ordered() } else { stage.workers(first) };
            let run = stage.map_async(move |n| {
                let lock = downstream.clone();
                async move {
                    drop(lock.lock().await);
                    n
                }
            });
            assert_eq!(run.workers(second).count().await.unwrap(), ITEMS);
        }
    });
}

/// One permit for two stages and the terminal, given back only when an item has gone all the way.
#[test]
fn permits_that_items_carry_along() {
    paused(async {
        for (first, second, ordered) in mixes() {
            // As many permits as the pipeline can hold items; the source waits for one for each item.
            let permits = Arc::new(Semaphore::new(3));
            let source = permits.clone();
            let stage = Stream::unfold(0, move |n| {
                let permits = source.clone();
                async move { (n < ITEMS).then_some(((permits.acquire_owned().await.unwrap(), n), n + 1)) }
            });
            let stage = stage
                .map_async(|item| async move {
                    turn().await;
                    item
                })
                .workers(first);
            let stage = if ordered { stage.ordered() } else { stage };
            let run = stage
                .map_async(|(permit, n)| async move {
                    turn().await;
                    drop(permit);
                    n
                })
                .workers(second);
            assert_eq!(run.count().await.unwrap(), ITEMS);
        }
    });
}

/// A request of 10 ms, which the server gives up after 50.
async fn request(late: Counter, n: usize) -> usize {
    let start = Instant::now();
    sleep(Duration::from_millis(10)).await;
    if start.elapsed() > Duration::from_millis(50) {
        late.add();
    }
    n
}

#[test]
fn no_request_is_late_behind_a_slow_consumer() {
    paused(async {
        for (workers, ordered) in [(1, false), (4, false), (4, true), (20, true)] {
            let late = Counter::default();
            let count = late.clone();
            let requests =
                Stream::from_iter(0..20).map_async(move |n| request(count.clone(), n)).workers(workers);
            let requests = if ordered { requests.ordered() } else { requests };
            let run = requests.fold_async(0, |all, _| async move {
                sleep(Duration::from_millis(100)).await;
                all + 1
            });
            assert_eq!(run.await.unwrap(), 20);
            assert_eq!(late.get(), 0);
        }
    });
}

/// The same recipes with `buffered`: they do go wrong, so the tests above can fail.
#[test]
fn buffered_fails_at_both() {
    paused(async {
        let late = Counter::default();
        let requests = futures::stream::iter(0..20).map(|n| request(late.clone(), n)).buffered(4);
        requests.for_each(|_| sleep(Duration::from_millis(100))).await;
        assert!(late.get() > 0);

        let lock = Arc::new(Mutex::new(0));
        let calls = futures::stream::iter(0..ITEMS).map(|n| with_lock(lock.clone(), n)).buffered(4);
        let consumer = calls.for_each(|n| {
            let lock = lock.clone();
            async move { _ = with_lock(lock, n).await }
        });
        assert!(timeout(Duration::from_secs(60), consumer).await.is_err(), "a deadlock");
    });
}

/// A pipeline in a stage of a pipeline, each waiting for the other's items.
#[test]
fn pipelines_inside_stages() {
    let body = || async {
        let gate = Gate::new();
        let opened = gate.clone();
        let run = Stream::from_iter(0..8_usize).map_async(move |n| {
            let gate = opened.clone();
            async move {
                if n == 7 {
                    gate.open();
                }
                let inner = Stream::from_iter(0..n)
                    .map_async(|n| async move {
                        turn().await;
                        n
                    })
                    .workers(2);
                let found = inner.count().await.unwrap();
                gate.pass().await;
                found
            }
        });
        assert_eq!(run.workers(8).ordered().collect::<Vec<_>>().await.unwrap(), (0..8).collect::<Vec<_>>());
    };
    paused(body());
    multi_thread(body());
}
