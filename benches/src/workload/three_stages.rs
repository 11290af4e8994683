//! A source, three async stages whose futures are ready at once, and a count, as each peer writes them.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::stream;
use futures_concurrency::concurrent_stream::ConcurrentStream;
use par_stream::{ParParams, ParStreamExt as _};
use pumps::{Concurrency, Pipeline};
use roughage::AsyncPipeline;

use crate::bench::Job;
use crate::wire::{self, CrossfireSpsc, Flume, Kanal, Tokio, Wire};

/// What the items are, and what a stage does to one.
pub(crate) trait Load: 'static {
    type Item: Send + Unpin + 'static;

    /// So many items.
    fn source(n: usize) -> impl Iterator<Item = Self::Item> + Send + 'static;

    /// The function of every stage.
    fn call(item: Self::Item) -> impl Future<Output = Self::Item> + Send + 'static;
}

/// Items that are numbers.
pub(crate) struct Numbers;

impl Load for Numbers {
    type Item = usize;

    fn source(n: usize) -> impl Iterator<Item = usize> + Send + 'static {
        0..n
    }

    fn call(n: usize) -> impl Future<Output = usize> + Send + 'static {
        step(n)
    }
}

/// The function of stages that have next to nothing to do.
pub(crate) async fn step(n: usize) -> usize {
    n + 1
}

/// Every peer, with this capacity on each edge, the source's included.
pub(crate) fn peers<L: Load>(capacity: usize) -> Vec<Job> {
    let some = capacity.max(1);
    let mut jobs = vec![
        Job::task("kanal", move |n| wired::<Kanal, L>(n, capacity)),
        Job::task("tokio mpsc", move |n| wired::<Tokio, L>(n, capacity)),
        Job::task("crossfire", move |n| wired::<CrossfireSpsc, L>(n, capacity)),
        Job::task("flume", move |n| wired::<Flume, L>(n, capacity)),
    ];
    jobs.extend(match capacity {
        0 => vec![Job::task("futures then", then::<L>)],
        _ => vec![
            Job::task("futures buffered", move |n| buffered::<L>(n, capacity)),
            Job::task("futures buffer_unordered", move |n| unordered::<L>(n, capacity)),
        ],
    });
    jobs.extend([
        Job::task("futures map(spawn).buffered", move |n| spawned::<L>(n, some)),
        Job::local("ConcurrentStream", move |n| concurrent::<L>(n, some)),
        Job::task("par-stream", move |n| par::<L>(n, some)),
        Job::task("pumps", move |n| pumped::<L>(n, some)),
        Job::local("roughage", move |n| roughage::<L>(n, some)),
    ]);
    jobs
}

async fn wired<W: Wire, L: Load>(n: usize, capacity: usize) -> usize {
    let mut rx = W::source(L::source(n), capacity);
    for _ in 0..3 {
        rx = W::stage(rx, 1, capacity, |item| async move { Some(L::call(item).await) });
    }
    wire::count::<W, _>(rx).await
}

async fn then<L: Load>(n: usize) -> usize {
    use futures::StreamExt as _;
    stream::iter(L::source(n)).then(L::call).then(L::call).then(L::call).count().await
}

async fn buffered<L: Load>(n: usize, capacity: usize) -> usize {
    use futures::StreamExt as _;
    let stream = stream::iter(L::source(n)).map(L::call).buffered(capacity);
    stream.map(L::call).buffered(capacity).map(L::call).buffered(capacity).count().await
}

async fn unordered<L: Load>(n: usize, capacity: usize) -> usize {
    use futures::StreamExt as _;
    let stream = stream::iter(L::source(n)).map(L::call).buffer_unordered(capacity);
    let stream = stream.map(L::call).buffer_unordered(capacity);
    stream.map(L::call).buffer_unordered(capacity).count().await
}

async fn spawned<L: Load>(n: usize, capacity: usize) -> usize {
    use futures::StreamExt as _;
    let call = |item| tokio::spawn(L::call(item));
    let stream = stream::iter(L::source(n)).map(call).buffered(capacity);
    let stream = stream.map(|item| call(item.expect("no panic"))).buffered(capacity);
    stream.map(|item| call(item.expect("no panic"))).buffered(capacity).count().await
}

async fn concurrent<L: Load>(n: usize, limit: usize) -> usize {
    use futures_concurrency::stream::StreamExt as _;
    let seen = Arc::new(AtomicUsize::new(0));
    let stream = stream::iter(L::source(n)).co().limit(NonZeroUsize::new(limit));
    let stream = stream.map(L::call).map(L::call).map(L::call);
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

async fn par<L: Load>(n: usize, capacity: usize) -> usize {
    use futures::StreamExt as _;
    let one = || ParParams { num_workers: 1, buf_size: Some(capacity) };
    let stream = stream::iter(L::source(n)).par_then_unordered(one(), L::call);
    stream.par_then_unordered(one(), L::call).par_then_unordered(one(), L::call).count().await
}

async fn pumped<L: Load>(n: usize, capacity: usize) -> usize {
    let mut pipeline = Pipeline::from_iter(L::source(n)).backpressure(capacity);
    for _ in 0..3 {
        pipeline = pipeline.map(L::call, Concurrency::serial()).backpressure(capacity);
    }
    let (mut items, _tasks) = pipeline.build();
    let mut count = 0;
    while items.recv().await.is_some() {
        count += 1;
    }
    count
}

async fn roughage<L: Load>(n: usize, limit: usize) -> usize {
    let mut count = 0;
    let pipeline = AsyncPipeline::from_iter(L::source(n)).map_concurrent(L::call, limit);
    let pipeline = pipeline.map_concurrent(L::call, limit).map_concurrent(L::call, limit);
    pipeline.for_each(async |_| count += 1).await;
    count
}
