//! W13: what it costs to keep the order of each key, where keys run side by side.

use std::time::Duration;

use pipeline_core::prelude::*;
use tokio::sync::mpsc;

use crate::bench::{Bound, Flavor, Job, Unit, Workload};
use crate::workload::three_stages::step;

const WORKERS: usize = 8;

const KEYS: usize = 1_000;

/// Room on each edge, and in each lane.
const BUFFER: usize = 100;

pub(crate) fn rows() -> Vec<Workload> {
    vec![
        Workload {
            id: "W13".into(),
            title: "1,000 keys in order, 8 workers, a trivial async stage, buffer 100".into(),
            unit: Unit::NsPerItem,
            flavor: Flavor::Threads,
            items: (1_000_000, 50_000),
            expected: |items| items,
            jobs: jobs(even, step),
            targets: vec![Bound::Times("without keys", 1.5)],
        },
        Workload {
            id: "W13 hot".into(),
            title: "the same where one key has 90 % of the items".into(),
            unit: Unit::NsPerItem,
            flavor: Flavor::Threads,
            items: (1_000_000, 50_000),
            expected: |items| items,
            jobs: jobs(hot, step),
            targets: vec![],
        },
        Workload {
            id: "W13 1 ms".into(),
            title: "1,000 keys in order, 8 workers, calls that wait for 1 ms, buffer 100".into(),
            unit: Unit::Ms,
            flavor: Flavor::Threads,
            items: (4_000, 400),
            expected: |items| items,
            jobs: jobs(even, wait),
            targets: vec![Bound::Times("without keys", 1.5)],
        },
    ]
}

/// Every key as often as any other.
fn even(n: &usize) -> usize {
    n % KEYS
}

/// One key for nine of ten items.
fn hot(n: &usize) -> usize {
    if n.is_multiple_of(10) { n / 10 % KEYS } else { 0 }
}

async fn wait(n: usize) -> usize {
    tokio::time::sleep(Duration::from_millis(1)).await;
    n
}

fn jobs<Fut>(key: fn(&usize) -> usize, call: fn(usize) -> Fut) -> Vec<Job>
where
    Fut: Future<Output = usize> + Send + 'static,
{
    vec![
        Job::task("ours", move |n| async move {
            let stage = Stream::from_iter(0..n).buffer(BUFFER).map_by_key_async(key, call).workers(WORKERS);
            stage.window(BUFFER).buffer(BUFFER).count().await.unwrap_or(0)
        }),
        Job::task("without keys", move |n| async move {
            let stage = Stream::from_iter(0..n).buffer(BUFFER).map_async(call).workers(WORKERS);
            stage.buffer(BUFFER).count().await.unwrap_or(0)
        }),
        Job::task("kanal", move |n| kanal_lanes(n, key, call)),
        Job::task("tokio mpsc", move |n| tokio_lanes(n, key, call)),
    ]
}

/// By hand: a lane for each worker, and the items of a key always into the same one. A hot key has the others
/// of its lane wait.
async fn kanal_lanes<Fut>(n: usize, key: fn(&usize) -> usize, call: fn(usize) -> Fut) -> usize
where
    Fut: Future<Output = usize> + Send + 'static,
{
    let (tx, out) = kanal::bounded_async(BUFFER);
    let lanes: Vec<_> = (0..WORKERS)
        .map(|_| {
            let (lane, items) = kanal::bounded_async(BUFFER);
            let tx = tx.clone();
            tokio::spawn(async move {
                while let Ok(item) = items.recv().await {
                    if tx.send(call(item).await).await.is_err() {
                        return;
                    }
                }
            });
            lane
        })
        .collect();
    drop(tx);
    tokio::spawn(async move {
        for item in 0..n {
            if lanes[key(&item) % WORKERS].send(item).await.is_err() {
                return;
            }
        }
    });
    let mut items = 0;
    while out.recv().await.is_ok() {
        items += 1;
    }
    items
}

async fn tokio_lanes<Fut>(n: usize, key: fn(&usize) -> usize, call: fn(usize) -> Fut) -> usize
where
    Fut: Future<Output = usize> + Send + 'static,
{
    let (tx, mut out) = mpsc::channel(BUFFER);
    let lanes: Vec<_> = (0..WORKERS)
        .map(|_| {
            let (lane, mut items) = mpsc::channel(BUFFER);
            let tx = tx.clone();
            tokio::spawn(async move {
                while let Some(item) = items.recv().await {
                    if tx.send(call(item).await).await.is_err() {
                        return;
                    }
                }
            });
            lane
        })
        .collect();
    drop(tx);
    tokio::spawn(async move {
        for item in 0..n {
            if lanes[key(&item) % WORKERS].send(item).await.is_err() {
                return;
            }
        }
    });
    let mut items = 0;
    while out.recv().await.is_some() {
        items += 1;
    }
    items
}
