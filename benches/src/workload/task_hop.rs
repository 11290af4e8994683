//! W1d: what an item costs on the edges between sync stages that have a task each.

use futures::{StreamExt as _, stream};
use par_stream::ParStreamExt as _;
use pipeline_core::prelude::*;
use pumps::{Concurrency, Pipeline};

use crate::bench::{Bound, Flavor, Job, Unit, Workload};
use crate::go;
use crate::wire::{self, CrossfireSpsc, Flume, Kanal, Tokio, Wire};

const BUFFER: usize = 1024;

pub(crate) fn rows() -> Vec<Workload> {
    vec![Workload {
        id: "W1d".into(),
        title: "three sync `map`, a task each, buffer 1024".into(),
        unit: Unit::NsPerHop(4),
        flavor: Flavor::Threads,
        items: (1_000_000, 100_000),
        expected: |items| items,
        jobs: vec![
            Job::task("ours", ours),
            Job::task("kanal", wired::<Kanal>),
            Job::task("tokio mpsc", wired::<Tokio>),
            Job::task("crossfire", wired::<CrossfireSpsc>),
            Job::task("flume", wired::<Flume>),
            Job::task("par-stream", par),
            Job::task("pumps", pumped),
            go::job("three_stages", BUFFER),
        ],
        targets: vec![Bound::Value(10.0), Bound::Times("kanal", 0.5)],
    }]
}

fn step(n: usize) -> usize {
    n + 1
}

async fn ours(n: usize) -> usize {
    let stream = Stream::from_iter(0..n).buffer(BUFFER).map(step).buffer(BUFFER);
    stream.map(step).buffer(BUFFER).map(step).buffer(BUFFER).count().await.unwrap_or(0)
}

async fn wired<W: Wire>(n: usize) -> usize {
    let rx = W::source(0..n, BUFFER);
    let rx = W::stage(rx, 1, BUFFER, |n| std::future::ready(Some(step(n))));
    let rx = W::stage(rx, 1, BUFFER, |n| std::future::ready(Some(step(n))));
    let rx = W::stage(rx, 1, BUFFER, |n| std::future::ready(Some(step(n))));
    wire::count::<W, _>(rx).await
}

async fn par(n: usize) -> usize {
    let stream = stream::iter(0..n).spawned(BUFFER).map(step).spawned(BUFFER);
    stream.map(step).spawned(BUFFER).map(step).spawned(BUFFER).count().await
}

async fn pumped(n: usize) -> usize {
    let mut pipeline = Pipeline::from_iter(0..n).backpressure(BUFFER);
    for _ in 0..3 {
        pipeline = pipeline.map(|n| async move { step(n) }, Concurrency::serial()).backpressure(BUFFER);
    }
    let (mut out, _tasks) = pipeline.build();
    let mut items = 0;
    while out.recv().await.is_some() {
        items += 1;
    }
    items
}
