//! W3: computing, on two cores.

use std::hint::black_box;
use std::time::{Duration, Instant};

use futures::{StreamExt as _, stream};
use par_stream::{ParParams, ParStreamExt as _};
use pipeline_core::prelude::*;
use rayon::iter::{IntoParallelIterator as _, ParallelBridge as _, ParallelIterator as _};

use crate::bench::{Bound, Flavor, Job, Unit, Workload};
use crate::wire::{self, Crossfire, Flume, Kanal, Tokio, Wire};

const WORKERS: usize = 2;

pub(crate) fn rows() -> Vec<Workload> {
    let at_50 = || vec![Bound::Times("one core", 1.0 / 1.9), Bound::Times("rayon par_iter", 1.05)];
    vec![
        row(
            "W3 5 us",
            "200,000 items of 5 us, 2 workers",
            Work::new(5),
            (200_000, 10_000),
            vec![Bound::Times("one core", 1.0 / 1.8)],
        ),
        row("W3 50 us", "20,000 items of 50 us, 2 workers", Work::new(50), (20_000, 1_000), at_50()),
    ]
}

fn row(
    id: &'static str,
    title: &'static str,
    work: Work,
    items: (usize, usize),
    targets: Vec<Bound>,
) -> Workload {
    let jobs = vec![
        Job::task("ours", move |n| async move {
            let stage = Stream::from_iter(0..n).map(move |n| work.call(n)).workers(WORKERS);
            stage.collect::<Vec<_>>().await.unwrap_or_default().len()
        }),
        Job::task("ours, ordered", move |n| async move {
            let stage = Stream::from_iter(0..n).map(move |n| work.call(n)).workers(WORKERS).ordered();
            stage.collect::<Vec<_>>().await.unwrap_or_default().len()
        }),
        Job::task("ours, buffer 100", move |n| async move {
            let stage = Stream::from_iter(0..n).buffer(100).map(move |n| work.call(n)).workers(WORKERS);
            stage.buffer(100).collect::<Vec<_>>().await.unwrap_or_default().len()
        }),
        Job::task("ours, map_blocking", move |n| async move {
            let stage = Stream::from_iter(0..n).map_blocking(move |n| work.call(n)).workers(WORKERS);
            stage.collect::<Vec<_>>().await.unwrap_or_default().len()
        }),
        Job::task("ours, map_blocking ordered", move |n| async move {
            let stage = Stream::from_iter(0..n).map_blocking(move |n| work.call(n)).workers(WORKERS);
            stage.ordered().collect::<Vec<_>>().await.unwrap_or_default().len()
        }),
        Job::plain("one core", move |n| (0..n).map(|n| work.call(n)).collect::<Vec<_>>().len()),
        Job::plain("rayon par_iter", move |n| {
            (0..n).into_par_iter().map(|n| work.call(n)).collect::<Vec<_>>().len()
        }),
        Job::plain("rayon par_bridge", move |n| {
            (0..n).par_bridge().map(|n| work.call(n)).collect::<Vec<_>>().len()
        }),
        Job::task("kanal", move |n| wired::<Kanal>(n, work)),
        Job::task("tokio mpsc", move |n| wired::<Tokio>(n, work)),
        Job::task("crossfire", move |n| wired::<Crossfire>(n, work)),
        Job::task("flume", move |n| wired::<Flume>(n, work)),
        Job::task("futures map(spawn).buffered", move |n| async move {
            let calls = stream::iter(0..n).map(|n| tokio::spawn(async move { work.call(n) }));
            calls.buffered(WORKERS).collect::<Vec<_>>().await.len()
        }),
        Job::task("par-stream", move |n| async move {
            let params = ParParams { num_workers: WORKERS, buf_size: Some(WORKERS) };
            let calls = stream::iter(0..n).par_map_unordered(params, move |n| move || work.call(n));
            calls.collect::<Vec<_>>().await.len()
        }),
    ];
    Workload {
        id,
        title,
        unit: Unit::Ms,
        flavor: Flavor::Threads,
        items,
        expected: |items| items,
        jobs,
        targets,
    }
}

async fn wired<W: Wire>(n: usize, work: Work) -> usize {
    let rx = W::source(0..n, 100);
    let rx = W::stage(rx, WORKERS, 100, move |n| async move { Some(work.call(n)) });
    wire::collect::<W, _>(rx).await.len()
}

/// A computation that takes so long on a core of its own.
#[derive(Clone, Copy)]
struct Work {
    turns: u32,
}

impl Work {
    /// Finds out how many turns of the computation take so many microseconds.
    fn new(microseconds: u64) -> Self {
        let some = Self { turns: 20_000 };
        let fastest = (0..20)
            .map(|n| {
                let began = Instant::now();
                black_box(some.call(n));
                began.elapsed()
            })
            .min();
        let fastest = fastest.unwrap_or(Duration::from_micros(20)).as_nanos() as u64;
        Self { turns: (u64::from(some.turns) * microseconds * 1_000 / fastest) as u32 }
    }

    fn call(self, n: usize) -> u64 {
        let mut state = n as u64;
        for _ in 0..self.turns {
            state = black_box(state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407));
        }
        state
    }
}
