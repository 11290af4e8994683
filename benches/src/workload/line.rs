//! A source, three async stages with futures that are ready, a count: what the peers make of it.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::stream;
use futures_concurrency::concurrent_stream::ConcurrentStream;
use par_stream::{ParParams, ParStreamExt as _};
use pumps::{Concurrency, Pipeline};
use roughage::AsyncPipeline;

use crate::bench::Job;
use crate::wire::{self, CrossfireLine, Flume, Kanal, Tokio, Wire};

/// The function of every stage.
pub(crate) async fn step(n: usize) -> usize {
    n + 1
}

/// Every peer, with this capacity on each edge, the source's included.
pub(crate) fn peers(capacity: usize) -> Vec<Job> {
    let mut jobs = vec![
        Job::task("kanal", move |n| wired::<Kanal>(n, capacity)),
        Job::task("tokio mpsc", move |n| wired::<Tokio>(n, capacity)),
        Job::task("crossfire", move |n| wired::<CrossfireLine>(n, capacity)),
        Job::task("flume", move |n| wired::<Flume>(n, capacity)),
    ];
    jobs.extend(match capacity {
        0 => vec![Job::task("futures then", then)],
        _ => vec![
            Job::task("futures buffered", move |n| buffered(n, capacity)),
            Job::task("futures map(spawn).buffered", move |n| spawned(n, capacity)),
        ],
    });
    let some = capacity.max(1);
    jobs.extend([
        Job::here("ConcurrentStream", move |n| concurrent(n, some)),
        Job::task("par-stream", move |n| par(n, some)),
        Job::task("pumps", move |n| pumped(n, some)),
        Job::here("roughage", move |n| roughage(n, some)),
    ]);
    jobs
}

async fn wired<W: Wire>(n: usize, capacity: usize) -> usize {
    let rx = W::source(0..n, capacity);
    let rx = W::stage(rx, 1, capacity, |n| async move { Some(step(n).await) });
    let rx = W::stage(rx, 1, capacity, |n| async move { Some(step(n).await) });
    let rx = W::stage(rx, 1, capacity, |n| async move { Some(step(n).await) });
    wire::count::<W, _>(rx).await
}

async fn then(n: usize) -> usize {
    use futures::StreamExt as _;
    stream::iter(0..n).then(step).then(step).then(step).count().await
}

async fn buffered(n: usize, capacity: usize) -> usize {
    use futures::StreamExt as _;
    let stream = stream::iter(0..n).map(step).buffered(capacity).map(step).buffered(capacity);
    stream.map(step).buffered(capacity).count().await
}

async fn spawned(n: usize, capacity: usize) -> usize {
    use futures::StreamExt as _;
    let stream = stream::iter(0..n).map(|n| tokio::spawn(step(n))).buffered(capacity);
    let stream = stream.map(|n| tokio::spawn(step(n.expect("no panic")))).buffered(capacity);
    stream.map(|n| tokio::spawn(step(n.expect("no panic")))).buffered(capacity).count().await
}

async fn concurrent(n: usize, limit: usize) -> usize {
    use futures_concurrency::stream::StreamExt as _;
    let seen = Arc::new(AtomicUsize::new(0));
    let stream = stream::iter(0..n).co().limit(NonZeroUsize::new(limit)).map(step).map(step).map(step);
    stream
        .for_each(|_| {
            let seen = seen.clone();
            async move {
                seen.fetch_add(1, Ordering::Relaxed);
            }
        })
        .await;
    seen.load(Ordering::Relaxed)
}

async fn par(n: usize, capacity: usize) -> usize {
    use futures::StreamExt as _;
    let one = || ParParams { num_workers: 1, buf_size: Some(capacity) };
    let stream = stream::iter(0..n).par_then_unordered(one(), step).par_then_unordered(one(), step);
    stream.par_then_unordered(one(), step).count().await
}

async fn pumped(n: usize, capacity: usize) -> usize {
    let serial = Concurrency::serial;
    let pipeline =
        Pipeline::from_iter(0..n).backpressure(capacity).map(step, serial()).backpressure(capacity);
    let pipeline = pipeline.map(step, serial()).backpressure(capacity);
    let (mut items, _tasks) = pipeline.map(step, serial()).backpressure(capacity).build();
    let mut count = 0;
    while items.recv().await.is_some() {
        count += 1;
    }
    count
}

async fn roughage(n: usize, limit: usize) -> usize {
    let mut count = 0;
    let pipeline = AsyncPipeline::from_iter(0..n).map_concurrent(step, limit).map_concurrent(step, limit);
    pipeline.map_concurrent(step, limit).for_each(async |_| count += 1).await;
    count
}
