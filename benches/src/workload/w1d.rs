//! W1d: what an item costs on the edges between sync stages that have a task each.

use pipeline_core::prelude::*;

use crate::bench::{Bound, Flavor, Job, Unit, Workload};
use crate::wire::{self, CrossfireLine, Flume, Kanal, Tokio, Wire};

const BUFFER: usize = 1024;

pub(crate) fn rows() -> Vec<Workload> {
    vec![Workload {
        id: "W1d",
        title: "three sync `map`, buffer 1024",
        unit: Unit::NsPerHop(4),
        flavor: Flavor::Threads,
        items: (1_000_000, 100_000),
        expected: |items| items,
        jobs: vec![
            Job::task("ours", ours),
            Job::task("kanal", wired::<Kanal>),
            Job::task("tokio mpsc", wired::<Tokio>),
            Job::task("crossfire", wired::<CrossfireLine>),
            Job::task("flume", wired::<Flume>),
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
