//! W8: three slow stages with a worker each, which should overlap.

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

use crate::bench::{Bound, Flavor, Job, Unit, Workload};
use crate::go;
use crate::wire::{self, CrossfireSpsc, Flume, Kanal, Tokio, Wire};

pub(crate) fn rows() -> Vec<Workload> {
    vec![Workload {
        id: "W8".into(),
        title: "stages of 5, 10 and 7 ms, one worker each".into(),
        unit: Unit::Ms,
        flavor: Flavor::Threads,
        items: (300, 10),
        expected: |items| items,
        jobs: vec![
            Job::task("ours", ours),
            Job::task("bare", bare),
            Job::task("kanal", wired::<Kanal>),
            Job::task("tokio mpsc", wired::<Tokio>),
            Job::task("crossfire", wired::<CrossfireSpsc>),
            Job::task("flume", wired::<Flume>),
            Job::task("futures then", |n| stream::iter(0..n).then(fast).then(slow).then(middle).count()),
            Job::task("futures buffered", buffered),
            Job::local("ConcurrentStream", concurrent),
            Job::task("par-stream", par),
            Job::task("pumps", pumped),
            Job::local("roughage", roughage),
            go::job("overlap", 0),
        ],
        targets: vec![Bound::Times("bare", 1.03)],
    }]
}

async fn wait(n: usize, milliseconds: u64) -> usize {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    n
}

async fn fast(n: usize) -> usize {
    wait(n, 5).await
}

async fn slow(n: usize) -> usize {
    wait(n, 10).await
}

async fn middle(n: usize) -> usize {
    wait(n, 7).await
}

async fn ours(n: usize) -> usize {
    Stream::from_iter(0..n).map_async(fast).map_async(slow).map_async(middle).count().await.unwrap_or(0)
}

/// The slowest stage alone, and the ends that nothing can overlap with.
async fn bare(n: usize) -> usize {
    let mut items = fast(0).await;
    for at in 0..n {
        slow(at).await;
        items += 1;
    }
    middle(items).await
}

async fn wired<W: Wire>(n: usize) -> usize {
    let rx = W::source(0..n, 0);
    let rx = W::stage(rx, 1, 0, |n| async move { Some(fast(n).await) });
    let rx = W::stage(rx, 1, 0, |n| async move { Some(slow(n).await) });
    let rx = W::stage(rx, 1, 0, |n| async move { Some(middle(n).await) });
    wire::count::<W, _>(rx).await
}

async fn buffered(n: usize) -> usize {
    let stream = stream::iter(0..n).map(fast).buffered(1).map(slow).buffered(1);
    stream.map(middle).buffered(1).count().await
}

/// By `for_each`, for `collect` does not keep to the limit.
async fn concurrent(n: usize) -> usize {
    use futures_concurrency::stream::StreamExt as _;
    let items = Arc::new(AtomicUsize::new(0));
    let stream = stream::iter(0..n).co().limit(NonZeroUsize::new(1)).map(fast).map(slow).map(middle);
    stream
        .for_each(|_| {
            items.fetch_add(1, Ordering::Relaxed);
            std::future::ready(())
        })
        .await;
    items.load(Ordering::Relaxed)
}

async fn par(n: usize) -> usize {
    let one = || ParParams { num_workers: 1, buf_size: Some(1) };
    let stream = stream::iter(0..n).par_then_unordered(one(), fast).par_then_unordered(one(), slow);
    stream.par_then_unordered(one(), middle).count().await
}

async fn pumped(n: usize) -> usize {
    let serial = Concurrency::serial;
    let stages = Pipeline::from_iter(0..n).map(fast, serial()).map(slow, serial()).map(middle, serial());
    let (mut out, _tasks) = stages.build();
    let mut items = 0;
    while out.recv().await.is_some() {
        items += 1;
    }
    items
}

async fn roughage(n: usize) -> usize {
    let stages = AsyncPipeline::from_iter(0..n).map_concurrent(fast, 1).map_concurrent(slow, 1);
    stages.map_concurrent(middle, 1).collect::<Vec<_>>().await.len()
}
