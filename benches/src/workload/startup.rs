//! W6: building and running a pipeline of one item.

use std::cell::Cell;
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::time::Instant;

use futures::{StreamExt as _, stream};
use futures_concurrency::concurrent_stream::ConcurrentStream;
use par_stream::{ParParams, ParStreamExt as _};
use pipeline_core::prelude::*;
use pumps::{Concurrency, Pipeline};
use roughage::AsyncPipeline;

use crate::bench::{Amount, Bound, Flavor, Job, Outcome, Unit, Workload};
use crate::wire::{self, CrossfireSpsc, Flume, Kanal, Tokio, Wire};
use crate::workload::three_stages::step;

pub(crate) fn rows() -> Vec<Workload> {
    let jobs = vec![
        repeated("ours", ours_async),
        repeated("kanal", wired::<Kanal>),
        repeated("tokio mpsc", wired::<Tokio>),
        repeated("crossfire", wired::<CrossfireSpsc>),
        repeated("flume", wired::<Flume>),
        repeated("futures then", || {
            stream::iter(0..1).then(step).then(step).then(step).then(step).then(step).count()
        }),
        repeated("futures map(spawn).buffered", spawned),
        repeated("par-stream", par),
        repeated("pumps", pumped),
        repeated_here("roughage", roughage_async),
        repeated_here("ConcurrentStream", concurrent),
    ];
    let typed = || stream::iter(one()).map(add).map(add).map(add).map(add).map(add).count();
    let boxed = || {
        let stream = stream::iter(one()).boxed().map(add).boxed().map(add).boxed();
        stream.map(add).boxed().map(add).boxed().map(add).boxed().count()
    };
    let bare = || async { one().map(add).map(add).map(add).map(add).map(add).map(black_box).count() };
    vec![
        row("W6 async", "one item through five new async stages", 15.0, jobs),
        row(
            "W6 sync",
            "one item through five new sync stages",
            2.0,
            vec![
                repeated("ours", ours_sync),
                repeated("bare", bare),
                repeated("futures typed", typed),
                repeated("futures boxed", boxed),
                repeated_here("roughage", roughage_sync),
            ],
        ),
    ]
}

fn row(id: &str, title: &str, most: f64, jobs: Vec<Job>) -> Workload {
    Workload {
        id: id.into(),
        title: title.into(),
        unit: Unit::UsPerItem,
        flavor: Flavor::Threads,
        items: (10_000, 1_000),
        expected: |items| items,
        jobs,
        targets: vec![Bound::Value(most)],
    }
}

/// Builds and runs so many pipelines, one after the other; the first hundred do not count.
fn repeated<Fut>(name: &'static str, job: impl Fn() -> Fut + Clone + Send + Sync + 'static) -> Job
where
    Fut: Future<Output = usize> + Send + 'static,
{
    Job::timed(name, move |runs| {
        let job = job.clone();
        async move {
            for _ in 0..100 {
                job().await;
            }
            let began = Instant::now();
            let mut items = 0;
            for _ in 0..runs {
                items += job().await;
            }
            Outcome { items, amount: Amount::Time(began.elapsed()) }
        }
    })
}

/// The same for futures that are not `Send`.
fn repeated_here<Fut>(name: &'static str, job: impl Fn() -> Fut + Copy + 'static) -> Job
where
    Fut: Future<Output = usize>,
{
    Job::local(name, move |runs| async move {
        let mut items = 0;
        for _ in 0..runs {
            items += job().await;
        }
        items
    })
}

/// One item, which the compiler does not know.
fn one() -> std::ops::Range<usize> {
    0..black_box(1)
}

fn add(n: usize) -> usize {
    n + 1
}

async fn ours_async() -> usize {
    let stream = Stream::from_iter(0..1).map_async(step).map_async(step).map_async(step).map_async(step);
    stream.map_async(step).count().await.unwrap_or(0)
}

async fn ours_sync() -> usize {
    Stream::from_iter(0..1).map(add).map(add).map(add).map(add).map(add).count().await.unwrap_or(0)
}

async fn wired<W: Wire>() -> usize {
    let mut rx = W::source(0..1, 0);
    for _ in 0..5 {
        rx = W::stage(rx, 1, 0, |n| async move { Some(step(n).await) });
    }
    wire::count::<W, _>(rx).await
}

async fn spawned() -> usize {
    let call = |n| tokio::spawn(step(n));
    let next = |n: Result<usize, _>| call(n.expect("no panic"));
    let stream = stream::iter(0..1).map(call).buffered(1).map(next).buffered(1).map(next).buffered(1);
    stream.map(next).buffered(1).map(next).buffered(1).count().await
}

/// By `for_each`, for `collect` does not keep to the limit.
async fn concurrent() -> usize {
    use futures_concurrency::stream::StreamExt as _;
    let seen = Cell::new(0);
    let stream = stream::iter(0..1).co().limit(NonZeroUsize::new(1)).map(step).map(step).map(step);
    stream
        .map(step)
        .map(step)
        .for_each(|_| {
            seen.set(seen.get() + 1);
            std::future::ready(())
        })
        .await;
    seen.get()
}

async fn par() -> usize {
    let one = || ParParams { num_workers: 1, buf_size: Some(1) };
    let mut stream = stream::iter(0..1).par_then_unordered(one(), step);
    for _ in 0..4 {
        stream = stream.par_then_unordered(one(), step);
    }
    stream.count().await
}

async fn pumped() -> usize {
    let mut pipeline = Pipeline::from_iter(0..1);
    for _ in 0..5 {
        pipeline = pipeline.map(step, Concurrency::serial());
    }
    let (mut out, _tasks) = pipeline.build();
    let mut items = 0;
    while out.recv().await.is_some() {
        items += 1;
    }
    items
}

async fn roughage_async() -> usize {
    let stages = AsyncPipeline::from_iter(0..1).map_concurrent(step, 1).map_concurrent(step, 1);
    let stages = stages.map_concurrent(step, 1).map_concurrent(step, 1).map_concurrent(step, 1);
    stages.collect::<Vec<_>>().await.len()
}

async fn roughage_sync() -> usize {
    let items = AsyncPipeline::from_iter(one());
    let items = items.adapt_stream(|items| items.map(add).map(add).map(add).map(add).map(add));
    items.collect::<Vec<_>>().await.len()
}
