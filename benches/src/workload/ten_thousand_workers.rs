//! W10: ten thousand workers on one stage.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
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

const WORKERS: usize = 10_000;

pub(crate) fn rows() -> Vec<Workload> {
    vec![Workload {
        id: "W10".into(),
        title: "sleep 10 ms, 10,000 workers".into(),
        unit: Unit::Ms,
        flavor: Flavor::Threads,
        items: (50_000, 10_000),
        expected: |items| items,
        jobs: vec![
            Job::task("ours", |n| async move {
                Stream::from_iter(0..n).map_async(call).workers(WORKERS).count().await.unwrap_or(0)
            }),
            Job::task("bare", bare),
            Job::task("kanal", wired::<Kanal>),
            Job::task("tokio mpsc", wired::<Tokio>),
            Job::task("crossfire", wired::<Crossfire>),
            Job::task("flume", wired::<Flume>),
            Job::task("futures buffer_unordered", |n| {
                stream::iter(0..n).map(call).buffer_unordered(WORKERS).count()
            }),
            Job::task("futures for_each_concurrent", for_each),
            Job::task("futures map(spawn).buffered", |n| {
                stream::iter(0..n).map(|n| tokio::spawn(call(n))).buffered(WORKERS).count()
            }),
            Job::local("ConcurrentStream", concurrent),
            Job::task("par-stream", |n| {
                let params = ParParams { num_workers: WORKERS, buf_size: Some(WORKERS) };
                stream::iter(0..n).par_then_unordered(params, call).count()
            }),
            Job::task("pumps", |n| async move {
                let workers = Concurrency::concurrent_unordered(WORKERS);
                let (mut out, _tasks) = Pipeline::from_iter(0..n).map(call, workers).build();
                let mut items = 0;
                while out.recv().await.is_some() {
                    items += 1;
                }
                items
            }),
            Job::local("roughage", |n| async move {
                let mut items = 0;
                let calls = AsyncPipeline::from_iter(0..n).map_unordered(call, WORKERS);
                calls.for_each(async |_| items += 1).await;
                items
            }),
            go::job("ten_thousand_workers", 0),
        ],
        targets: vec![Bound::Times("bare", 1.1)],
    }]
}

async fn call(n: usize) -> usize {
    tokio::time::sleep(Duration::from_millis(10)).await;
    n
}

/// The sleeps, shared out over as many tasks.
async fn bare(n: usize) -> usize {
    let mut tasks = JoinSet::new();
    for at in 0..WORKERS {
        tasks.spawn(async move {
            let mut items = 0;
            for n in (at..n).step_by(WORKERS) {
                call(n).await;
                items += 1;
            }
            items
        });
    }
    tasks.join_all().await.iter().sum()
}

async fn wired<W: Wire>(n: usize) -> usize {
    let rx = W::source(0..n, 0);
    let rx = W::stage(rx, WORKERS, 0, |n| async move { Some(call(n).await) });
    wire::count::<W, _>(rx).await
}

async fn for_each(n: usize) -> usize {
    let items = AtomicUsize::new(0);
    let visit = |n| {
        let items = &items;
        async move {
            call(n).await;
            items.fetch_add(1, Ordering::Relaxed);
        }
    };
    stream::iter(0..n).for_each_concurrent(WORKERS, visit).await;
    items.into_inner()
}

/// By `for_each`, for `collect` does not keep to the limit.
async fn concurrent(n: usize) -> usize {
    use futures_concurrency::stream::StreamExt as _;
    let items = Arc::new(AtomicUsize::new(0));
    let stream = stream::iter(0..n).co().limit(NonZeroUsize::new(WORKERS)).map(call);
    stream
        .for_each(|_| {
            items.fetch_add(1, Ordering::Relaxed);
            std::future::ready(())
        })
        .await;
    items.load(Ordering::Relaxed)
}
