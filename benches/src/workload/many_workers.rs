//! W9: what an item costs where every stage has ten workers and next to nothing to do.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::{StreamExt as _, stream};
use futures_concurrency::concurrent_stream::ConcurrentStream;
use par_stream::{ParParams, ParStreamExt as _};
use pipeline_core::prelude::*;
use pumps::{Concurrency, Pipeline};
use roughage::AsyncPipeline;

use crate::bench::{Bound, Flavor, Job, Unit, Workload};
use crate::go;
use crate::wire::{self, Crossfire, Flume, Kanal, Tokio, Wire};
use crate::workload::three_stages::step;

const WORKERS: usize = 10;

pub(crate) fn rows() -> Vec<Workload> {
    let unordered = || {
        vec![
            Job::task("ours", ours),
            Job::task("kanal", wired::<Kanal>),
            Job::task("tokio mpsc", wired::<Tokio>),
            Job::task("crossfire", wired::<Crossfire>),
            Job::task("flume", wired::<Flume>),
            Job::task("futures buffer_unordered", |n| {
                let stream = stream::iter(0..n).map(step).buffer_unordered(WORKERS);
                let stream = stream.map(step).buffer_unordered(WORKERS);
                stream.map(step).buffer_unordered(WORKERS).count()
            }),
            Job::task("par-stream", |n| {
                let stream = stream::iter(0..n).par_then_unordered(params(), step);
                stream.par_then_unordered(params(), step).par_then_unordered(params(), step).count()
            }),
            Job::task("pumps", |n| pumped(n, || Concurrency::concurrent_unordered(WORKERS))),
            Job::local("roughage", |n| async move {
                let stages = AsyncPipeline::from_iter(0..n).map_unordered(step, WORKERS);
                let stages = stages.map_unordered(step, WORKERS).map_unordered(step, WORKERS);
                stages.collect::<Vec<_>>().await.len()
            }),
            Job::local("ConcurrentStream", concurrent),
            go::job("many_workers", 0),
        ]
    };
    let ordered = |capacity: usize| {
        vec![
            Job::task("ours", move |n| ours_ordered(n, capacity)),
            Job::task("futures buffered", |n| {
                let stream = stream::iter(0..n).map(step).buffered(WORKERS).map(step).buffered(WORKERS);
                stream.map(step).buffered(WORKERS).count()
            }),
            Job::task("futures map(spawn).buffered", spawned),
            Job::task("par-stream", |n| {
                let stream = stream::iter(0..n).par_then(params(), step);
                stream.par_then(params(), step).par_then(params(), step).count()
            }),
            Job::task("pumps", |n| pumped(n, || Concurrency::concurrent_ordered(WORKERS))),
            Job::local("roughage", |n| async move {
                let stages = AsyncPipeline::from_iter(0..n).map_concurrent(step, WORKERS);
                let stages = stages.map_concurrent(step, WORKERS).map_concurrent(step, WORKERS);
                stages.collect::<Vec<_>>().await.len()
            }),
        ]
    };
    let most = || [Bound::Value(700.0), Bound::Times("par-stream", 0.6)];
    vec![
        row(
            "W9",
            "three trivial async stages, 10 workers each",
            Flavor::Threads,
            unordered(),
            [Bound::Value(400.0)],
        ),
        row(
            "W9 one thread",
            "three trivial async stages, 10 workers each, current-thread runtime",
            Flavor::Single,
            unordered(),
            [],
        ),
        row(
            "W9 ordered",
            "three trivial async stages, 10 workers each, in order",
            Flavor::Threads,
            ordered(0),
            most(),
        ),
        row(
            "W9 ordered buffer",
            "the same with room for 10 on each of our edges, as par-stream has",
            Flavor::Threads,
            ordered(WORKERS),
            most(),
        ),
    ]
}

fn row<const N: usize>(
    id: &str,
    title: &str,
    flavor: Flavor,
    jobs: Vec<Job>,
    targets: [Bound; N],
) -> Workload {
    Workload {
        id: id.into(),
        title: title.into(),
        unit: Unit::NsPerItem,
        flavor,
        items: (200_000, 20_000),
        expected: |items| items,
        jobs,
        targets: targets.into(),
    }
}

fn params() -> ParParams {
    ParParams { num_workers: WORKERS, buf_size: Some(WORKERS) }
}

async fn ours(n: usize) -> usize {
    let stream = Stream::from_iter(0..n).map_async(step).workers(WORKERS).map_async(step).workers(WORKERS);
    stream.map_async(step).workers(WORKERS).count().await.unwrap_or(0)
}

async fn ours_ordered(n: usize, capacity: usize) -> usize {
    let stream = Stream::from_iter(0..n).buffer(capacity);
    let stream = stream.map_async(step).workers(WORKERS).ordered().buffer(capacity);
    let stream = stream.map_async(step).workers(WORKERS).ordered().buffer(capacity);
    stream.map_async(step).workers(WORKERS).ordered().buffer(capacity).count().await.unwrap_or(0)
}

async fn wired<W: Wire>(n: usize) -> usize {
    let mut rx = W::source(0..n, 0);
    for _ in 0..3 {
        rx = W::stage(rx, WORKERS, 0, |n| async move { Some(step(n).await) });
    }
    wire::count::<W, _>(rx).await
}

async fn spawned(n: usize) -> usize {
    let stream = stream::iter(0..n).map(|n| tokio::spawn(step(n))).buffered(WORKERS);
    let stream = stream.map(|n| tokio::spawn(step(n.expect("no panic")))).buffered(WORKERS);
    stream.map(|n| tokio::spawn(step(n.expect("no panic")))).buffered(WORKERS).count().await
}

/// At most ten items in all three stages, for a chain has one limit.
async fn concurrent(n: usize) -> usize {
    use futures_concurrency::stream::StreamExt as _;
    let seen = Arc::new(AtomicUsize::new(0));
    let stream = stream::iter(0..n).co().limit(NonZeroUsize::new(WORKERS)).map(step).map(step).map(step);
    stream
        .for_each(|_| {
            seen.fetch_add(1, Ordering::Relaxed);
            std::future::ready(())
        })
        .await;
    seen.load(Ordering::Relaxed)
}

async fn pumped(n: usize, workers: impl Fn() -> Concurrency) -> usize {
    let stages = Pipeline::from_iter(0..n).map(step, workers()).map(step, workers()).map(step, workers());
    let (mut out, _tasks) = stages.build();
    let mut items = 0;
    while out.recv().await.is_some() {
        items += 1;
    }
    items
}
