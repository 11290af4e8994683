//! W1c: what an item costs in fused sync stages, where no channel is.

use std::hint::black_box;

use futures::StreamExt as _;
use futures::stream;
use pipeline_core::prelude::*;
use roughage::AsyncPipeline;

use crate::bench::{Bound, Flavor, Job, Unit, Workload};

pub(crate) fn rows() -> Vec<Workload> {
    vec![Workload {
        id: "W1c".into(),
        title: "three sync `map`, fused".into(),
        unit: Unit::NsPerItem,
        flavor: Flavor::Threads,
        items: (10_000_000, 1_000_000),
        expected: |items| items,
        jobs: vec![
            Job::task("ours", ours),
            Job::task("futures typed", typed),
            Job::task("futures boxed", boxed),
            Job::local("roughage", roughage),
            Job::plain("bare", |n| (0..n).map(first).map(step).map(step).map(black_box).count()),
        ],
        targets: vec![Bound::Above("futures typed", 2.0), Bound::Value(5.0)],
    }]
}

/// Keeps the compiler from doing the whole chain at once.
fn first(n: usize) -> usize {
    black_box(n) + 1
}

fn step(n: usize) -> usize {
    n + 1
}

async fn ours(n: usize) -> usize {
    Stream::from_iter(0..n).map(first).map(step).map(step).count().await.unwrap_or(0)
}

async fn typed(n: usize) -> usize {
    stream::iter(0..n).map(first).map(step).map(step).count().await
}

async fn boxed(n: usize) -> usize {
    stream::iter(0..n).boxed().map(first).boxed().map(step).boxed().map(step).boxed().count().await
}

async fn roughage(n: usize) -> usize {
    let mut count = 0;
    let pipeline = AsyncPipeline::from_iter(0..n).adapt_stream(|items| items.map(first).map(step).map(step));
    pipeline.for_each(async |_| count += 1).await;
    count
}
