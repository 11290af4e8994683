//! W2: waiting, with a hundred workers.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::{StreamExt as _, stream};
use futures_concurrency::concurrent_stream::ConcurrentStream;
use par_stream::{ParParams, ParStreamExt as _};
use pipeline_core::prelude::*;
use pumps::{Concurrency, Pipeline};
use roughage::AsyncPipeline;
use tokio::task::JoinSet;

use crate::bench::{Bound, Flavor, Job, Unit, Workload};
use crate::go;
use crate::wire::{self, Crossfire, Flume, Kanal, Tokio, Wire};

const WORKERS: usize = 100;

pub(crate) fn rows() -> Vec<Workload> {
    vec![
        row(
            "W2",
            "`map_async(sleep 5 ms)`, 100 workers, collect",
            vec![
                Job::task("ours", ours),
                Job::task("bare", bare),
                Job::task("kanal", wired::<Kanal>),
                Job::task("tokio mpsc", wired::<Tokio>),
                Job::task("crossfire", wired::<Crossfire>),
                Job::task("flume", wired::<Flume>),
                Job::task("futures buffer_unordered", |n| async move {
                    full(stream::iter(0..n).map(call).buffer_unordered(WORKERS).collect().await)
                }),
                Job::task("futures for_each_concurrent", for_each),
                Job::local("ConcurrentStream", concurrent),
                Job::task("par-stream", |n| async move {
                    full(stream::iter(0..n).par_then_unordered(params(), call).collect().await)
                }),
                Job::task("pumps", |n| pumped(n, Concurrency::concurrent_unordered(WORKERS))),
                Job::local("roughage", |n| async move {
                    full(AsyncPipeline::from_iter(0..n).map_unordered(call, WORKERS).collect().await)
                }),
                go::job("waiting", 0),
            ],
        ),
        row(
            "W2 ordered",
            "`map_async(sleep 5 ms)`, 100 workers, in order, collect",
            vec![
                Job::task("ours", ours_ordered),
                Job::task("bare", bare),
                Job::task("futures buffered", |n| async move {
                    sorted(stream::iter(0..n).map(call).buffered(WORKERS).collect().await)
                }),
                Job::task("futures map(spawn).buffered", spawned),
                Job::task("par-stream", |n| async move {
                    sorted(stream::iter(0..n).par_then(params(), call).collect().await)
                }),
                Job::task(
                    "pumps",
                    |n| async move { pumped(n, Concurrency::concurrent_ordered(WORKERS)).await },
                ),
                Job::local("roughage", |n| async move {
                    sorted(AsyncPipeline::from_iter(0..n).map_concurrent(call, WORKERS).collect().await)
                }),
            ],
        ),
    ]
}

fn row(id: &str, title: &str, jobs: Vec<Job>) -> Workload {
    Workload {
        id: id.into(),
        title: title.into(),
        unit: Unit::Ms,
        flavor: Flavor::Threads,
        items: (10_000, 1_000),
        expected: |items| items,
        jobs,
        targets: vec![Bound::Times("bare", 1.02)],
    }
}

async fn call(n: usize) -> usize {
    tokio::time::sleep(Duration::from_millis(5)).await;
    n
}

fn full(items: Vec<usize>) -> usize {
    items.len()
}

/// How many items there are, if they are in order.
fn sorted(items: Vec<usize>) -> usize {
    if items.is_sorted() { items.len() } else { 0 }
}

fn params() -> ParParams {
    ParParams { num_workers: WORKERS, buf_size: Some(WORKERS) }
}

async fn ours(n: usize) -> usize {
    let stage = Stream::from_iter(0..n).map_async(call).workers(WORKERS);
    full(stage.collect().await.unwrap_or_default())
}

async fn ours_ordered(n: usize) -> usize {
    let stage = Stream::from_iter(0..n).map_async(call).workers(WORKERS).ordered();
    sorted(stage.collect().await.unwrap_or_default())
}

/// The sleeps, shared out over as many tasks.
async fn bare(n: usize) -> usize {
    let mut tasks = JoinSet::new();
    for at in 0..WORKERS {
        tasks.spawn(async move {
            let mut items = Vec::new();
            for n in (at..n).step_by(WORKERS) {
                items.push(call(n).await);
            }
            items
        });
    }
    tasks.join_all().await.iter().map(Vec::len).sum()
}

async fn wired<W: Wire>(n: usize) -> usize {
    let rx = W::source(0..n, 0);
    let rx = W::stage(rx, WORKERS, 0, |n| async move { Some(call(n).await) });
    full(wire::collect::<W, _>(rx).await)
}

async fn for_each(n: usize) -> usize {
    let items = Mutex::new(Vec::new());
    let push = |n| {
        let items = &items;
        async move {
            let n = call(n).await;
            items.lock().expect("no panic").push(n);
        }
    };
    stream::iter(0..n).for_each_concurrent(WORKERS, push).await;
    full(items.into_inner().expect("no panic"))
}

async fn spawned(n: usize) -> usize {
    let stream = stream::iter(0..n).map(|n| tokio::spawn(call(n))).buffered(WORKERS);
    sorted(stream.map(|n| n.expect("no panic")).collect().await)
}

/// By `for_each`, for `collect` does not keep to the limit.
async fn concurrent(n: usize) -> usize {
    use futures_concurrency::stream::StreamExt as _;
    let items = Arc::new(Mutex::new(Vec::new()));
    let stream = stream::iter(0..n).co().limit(NonZeroUsize::new(WORKERS)).map(call);
    stream
        .for_each(|n| {
            let items = items.clone();
            async move { items.lock().expect("no panic").push(n) }
        })
        .await;
    full(std::mem::take(&mut items.lock().expect("no panic")))
}

async fn pumped(n: usize, concurrency: Concurrency) -> usize {
    let (mut out, _tasks) = Pipeline::from_iter(0..n).map(call, concurrency).build();
    let mut items = Vec::new();
    while let Some(item) = out.recv().await {
        items.push(item);
    }
    full(items)
}
