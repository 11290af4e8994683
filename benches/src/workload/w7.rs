//! W7: to leave an endless pipeline of a hundred workers: from the drop until the last task has ended.

use std::time::{Duration, Instant};

use futures::{StreamExt as _, stream};
use par_stream::{ParParams, ParStreamExt as _};
use pipeline_core::prelude::*;
use pumps::{Concurrency, Pipeline};
use tokio::runtime::Handle;

use crate::bench::{Amount, Bound, Flavor, Job, Outcome, Unit, Workload};

const WORKERS: usize = 100;
/// Tasks that are left after this long are there to stay.
const LIMIT: Duration = Duration::from_millis(200);

pub(crate) fn rows() -> Vec<Workload> {
    vec![Workload {
        id: "W7",
        title: "leave an endless pipeline of 100 workers after one item: until no task is left, and how many stay",
        unit: Unit::Ms,
        flavor: Flavor::Threads,
        items: (0, 0),
        // What a job gives is the number of tasks that it leaves behind.
        expected: |_| 0,
        jobs: vec![
            Job::timed("ours", |_| async {
                let mut items = Stream::from_iter(0..).map_async(call).workers(WORKERS).open();
                let first = items.next().await;
                left(first, items).await
            }),
            Job::timed("futures buffer_unordered", |_| async {
                let mut items = stream::iter(0..).map(call).buffer_unordered(WORKERS);
                let first = items.next().await;
                left(first, items).await
            }),
            Job::timed("futures map(spawn).buffered", |_| async {
                let mut items = stream::iter(0..).map(|n| tokio::spawn(call(n))).buffered(WORKERS);
                let first = items.next().await;
                left(first, items).await
            }),
            Job::timed("par-stream", |_| async {
                let params = ParParams { num_workers: WORKERS, buf_size: Some(WORKERS) };
                let mut items = stream::iter(0..).par_then_unordered(params, call);
                let first = items.next().await;
                left(first, items).await
            }),
            Job::timed("pumps", |_| async {
                let workers = Concurrency::concurrent_unordered(WORKERS);
                let (mut items, tasks) = Pipeline::from_iter(0..).map(call, workers).build();
                let first = items.recv().await;
                left(first, (items, tasks)).await
            }),
        ],
        targets: vec![Bound::Value(0.2)],
    }]
}

/// A few calls are soon done; most are still under way when the reader leaves.
async fn call(n: u64) -> u64 {
    let wait = if n < 50 { 5 } else { 60_000 };
    tokio::time::sleep(Duration::from_millis(wait)).await;
    n
}

/// Drops a pipeline and waits until all its tasks have ended.
async fn left<T, P>(first: Option<T>, pipeline: P) -> Outcome {
    assert!(first.is_some(), "there is a first item");
    let metrics = Handle::current().metrics();
    let began = Instant::now();
    drop(pipeline);
    // This task is one itself.
    while metrics.num_alive_tasks() > 1 && began.elapsed() < LIMIT {
        tokio::task::yield_now().await;
    }
    let amount = Amount::Time(began.elapsed());
    Outcome { items: metrics.num_alive_tasks() - 1, amount }
}
