//! W6: to build and run a pipeline of one item.

use std::time::Instant;

use futures::{StreamExt as _, stream};
use par_stream::{ParParams, ParStreamExt as _};
use pipeline_core::prelude::*;
use pumps::{Concurrency, Pipeline};

use crate::bench::{Amount, Bound, Flavor, Job, Outcome, Unit, Workload};
use crate::wire::{self, CrossfireLine, Flume, Kanal, Tokio, Wire};
use crate::workload::line::step;

pub(crate) fn rows() -> Vec<Workload> {
    let jobs = vec![
        repeated("ours", ours_async),
        repeated("kanal", wired::<Kanal>),
        repeated("tokio mpsc", wired::<Tokio>),
        repeated("crossfire", wired::<CrossfireLine>),
        repeated("flume", wired::<Flume>),
        repeated("futures then", || {
            stream::iter(0..1).then(step).then(step).then(step).then(step).then(step).count()
        }),
        repeated("par-stream", par),
        repeated("pumps", pumped),
    ];
    let plain = || stream::iter(0..1).map(add).map(add).map(add).map(add).map(add).count();
    vec![
        row("W6 async", "one item through five new async stages", 15.0, jobs),
        row(
            "W6 sync",
            "one item through five new sync stages",
            2.0,
            vec![repeated("ours", ours_sync), repeated("futures typed", plain)],
        ),
    ]
}

fn row(id: &'static str, title: &'static str, most: f64, jobs: Vec<Job>) -> Workload {
    Workload {
        id,
        title,
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
