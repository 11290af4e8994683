//! W3: computing, on two cores.

use futures::{StreamExt as _, stream};
use par_stream::{ParParams, ParStreamExt as _};
use pipeline_core::prelude::*;
use rayon::iter::{IntoParallelIterator as _, ParallelBridge as _, ParallelIterator as _};

use crate::bench::{Bound, Flavor, Job, Unit, Workload};
use crate::wire::{self, Crossfire, Flume, Kanal, Tokio, Wire};
use crate::workload::busy_work::BusyWork;

const WORKERS: usize = 2;
const BUFFER: usize = 100;

pub(crate) fn rows() -> Vec<Workload> {
    let at_5 = || vec![Bound::Faster("bare", 1.8)];
    let at_50 = || vec![Bound::Faster("bare", 1.9), Bound::Times("rayon par_iter", 1.05)];
    let mut rows = rows_of("W3 5 us", BusyWork::new(5), (200_000, 4_000), at_5);
    rows.extend(rows_of("W3 50 us", BusyWork::new(50), (20_000, 400), at_50));
    rows
}

/// The same work in every way that ours can do it, each with the peers that can do it that way.
fn rows_of(id: &str, work: BusyWork, items: (usize, usize), targets: fn() -> Vec<Bound>) -> Vec<Workload> {
    let row = |kind: &str, how: &str, jobs: Vec<Job>| Workload {
        id: format!("{id}{kind}"),
        title: format!("computing on 2 workers, {how}"),
        unit: Unit::Ms,
        flavor: Flavor::Threads,
        items,
        expected: |items| items,
        jobs: jobs.into_iter().chain(limits(work)).collect(),
        targets: targets(),
    };
    vec![
        row("", "`map`, rendezvous", rendezvous(work)),
        row(" buffer", "`map`, buffer 100", buffered(work)),
        row(" ordered", "`map`, in order", ordered(work)),
        row(" blocking", "`map_blocking`", blocking(work)),
        row(" blocking buffer", "`map_blocking`, buffer 100", blocking_buffered(work)),
        row(" blocking ordered", "`map_blocking`, in order", blocking_ordered(work)),
    ]
}

/// One core with nothing around the work, and rayon, which has all items at once.
fn limits(work: BusyWork) -> [Job; 2] {
    [
        Job::plain("bare", move |n| full((0..n).map(|n| work.call(n)).collect())),
        Job::plain("rayon par_iter", move |n| sorted((0..n).into_par_iter().map(|n| work.call(n)).collect())),
    ]
}

fn rendezvous(work: BusyWork) -> Vec<Job> {
    let mut jobs = vec![Job::task("ours", move |n| async move {
        let stage = Stream::from_iter(0..n).map(move |n| work.call(n)).workers(WORKERS);
        full(stage.collect().await.unwrap_or_default())
    })];
    jobs.extend(channels(work, 0));
    jobs.push(Job::plain("rayon par_bridge", move |n| {
        full((0..n).par_bridge().map(|n| work.call(n)).collect())
    }));
    jobs
}

fn buffered(work: BusyWork) -> Vec<Job> {
    let mut jobs = vec![Job::task("ours", move |n| async move {
        let stage = Stream::from_iter(0..n).buffer(BUFFER).map(move |n| work.call(n)).workers(WORKERS);
        full(stage.buffer(BUFFER).collect().await.unwrap_or_default())
    })];
    jobs.extend(channels(work, BUFFER));
    jobs
}

fn ordered(work: BusyWork) -> Vec<Job> {
    vec![
        Job::task("ours", move |n| async move {
            let stage = Stream::from_iter(0..n).map(move |n| work.call(n)).workers(WORKERS).ordered();
            sorted(stage.collect().await.unwrap_or_default())
        }),
        Job::task("futures map(spawn).buffered", move |n| async move {
            let calls = stream::iter(0..n).map(|n| tokio::spawn(async move { work.call(n) }));
            sorted(calls.buffered(WORKERS).map(|n| n.expect("no panic")).collect().await)
        }),
        par_ordered(work),
    ]
}

fn blocking(work: BusyWork) -> Vec<Job> {
    vec![
        Job::task("ours", move |n| async move {
            let stage = Stream::from_iter(0..n).map_blocking(move |n| work.call(n)).workers(WORKERS);
            full(stage.collect().await.unwrap_or_default())
        }),
        Job::task("futures map(spawn_blocking)", move |n| async move {
            let calls = stream::iter(0..n).map(|n| tokio::task::spawn_blocking(move || work.call(n)));
            full(calls.buffer_unordered(WORKERS).map(|n| n.expect("no panic")).collect().await)
        }),
        par(work, WORKERS),
    ]
}

fn blocking_buffered(work: BusyWork) -> Vec<Job> {
    vec![
        Job::task("ours", move |n| async move {
            let stage =
                Stream::from_iter(0..n).buffer(BUFFER).map_blocking(move |n| work.call(n)).workers(WORKERS);
            full(stage.buffer(BUFFER).collect().await.unwrap_or_default())
        }),
        par(work, BUFFER),
    ]
}

fn blocking_ordered(work: BusyWork) -> Vec<Job> {
    vec![
        Job::task("ours", move |n| async move {
            let stage = Stream::from_iter(0..n).map_blocking(move |n| work.call(n)).workers(WORKERS);
            sorted(stage.ordered().collect().await.unwrap_or_default())
        }),
        Job::task("futures map(spawn_blocking)", move |n| async move {
            let calls = stream::iter(0..n).map(|n| tokio::task::spawn_blocking(move || work.call(n)));
            sorted(calls.buffered(WORKERS).map(|n| n.expect("no panic")).collect().await)
        }),
        par_ordered(work),
    ]
}

/// The peers that have edges.
fn channels(work: BusyWork, capacity: usize) -> [Job; 5] {
    [
        Job::task("kanal", move |n| wired::<Kanal>(n, work, capacity)),
        Job::task("tokio mpsc", move |n| wired::<Tokio>(n, work, capacity)),
        Job::task("crossfire", move |n| wired::<Crossfire>(n, work, capacity)),
        Job::task("flume", move |n| wired::<Flume>(n, work, capacity)),
        par(work, capacity.max(1)),
    ]
}

async fn wired<W: Wire>(n: usize, work: BusyWork, capacity: usize) -> usize {
    let rx = W::source(0..n, capacity);
    let rx = W::stage(rx, WORKERS, capacity, move |n| async move { Some(work.call(n)) });
    full(wire::collect::<W, _>(rx).await)
}

/// Its way to compute, which is on threads for what blocks.
fn par(work: BusyWork, capacity: usize) -> Job {
    Job::task("par-stream", move |n| async move {
        let params = ParParams { num_workers: WORKERS, buf_size: Some(capacity) };
        full(stream::iter(0..n).par_map_unordered(params, move |n| move || work.call(n)).collect().await)
    })
}

fn par_ordered(work: BusyWork) -> Job {
    Job::task("par-stream", move |n| async move {
        let params = ParParams { num_workers: WORKERS, buf_size: Some(WORKERS) };
        sorted(stream::iter(0..n).par_map(params, move |n| move || work.call(n)).collect().await)
    })
}

fn full(items: Vec<usize>) -> usize {
    items.len()
}

/// How many items there are, if they are in order.
fn sorted(items: Vec<usize>) -> usize {
    if items.is_sorted() { items.len() } else { 0 }
}
