//! W7: leaving an endless pipeline of a hundred workers, from the drop until the last task has ended.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::{StreamExt as _, stream};
use par_stream::{ParParams, ParStreamExt as _};
use pipeline_core::prelude::*;
use pumps::{Concurrency, Pipeline};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

use crate::bench::{Amount, Bound, Flavor, Job, Outcome, Unit, Workload};

const WORKERS: usize = 100;
/// A task that still runs after this long does not end by itself.
const LIMIT: Duration = Duration::from_millis(200);

pub(crate) fn rows() -> Vec<Workload> {
    vec![Workload {
        id: "W7".into(),
        title: "leave an endless pipeline of 100 workers after one item, until no task is left".into(),
        unit: Unit::Ms,
        flavor: Flavor::Threads,
        items: (0, 0),
        // What a job gives is the number of tasks that it leaves behind.
        expected: |_| 0,
        jobs: vec![
            Job::timed("ours", |_| async {
                let mut items = Stream::from_iter(0..).map_async(call).workers(WORKERS).open();
                let first = items.next().await;
                time_to_end(first, items).await
            }),
            Job::timed("kanal", |_| kanal()),
            Job::timed("tokio mpsc", |_| tokio()),
            Job::timed("futures buffer_unordered", |_| async {
                let mut items = stream::iter(0..).map(call).buffer_unordered(WORKERS);
                let first = items.next().await;
                time_to_end(first, items).await
            }),
            Job::timed("futures map(spawn).buffered", |_| async {
                let mut items = stream::iter(0..).map(|n| tokio::spawn(call(n))).buffered(WORKERS);
                let first = items.next().await;
                time_to_end(first, items).await
            }),
            Job::timed("par-stream", |_| async {
                let params = ParParams { num_workers: WORKERS, buf_size: Some(WORKERS) };
                let mut items = stream::iter(0..).par_then_unordered(params, call);
                let first = items.next().await;
                time_to_end(first, items).await
            }),
            Job::timed("pumps", |_| async {
                let workers = Concurrency::concurrent_unordered(WORKERS);
                let (mut items, tasks) = Pipeline::from_iter(0..).map(call, workers).build();
                let first = items.recv().await;
                time_to_end(first, (items, tasks)).await
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

/// By hand, with the tasks in a set that aborts them.
async fn kanal() -> Outcome {
    let mut tasks = JoinSet::new();
    let ((tx, rx), (out, items)) = (kanal::bounded_async(0), kanal::bounded_async(0));
    tasks.spawn(async move {
        for n in 0.. {
            if tx.send(n).await.is_err() {
                return;
            }
        }
    });
    for _ in 0..WORKERS {
        let (rx, out) = (rx.clone(), out.clone());
        tasks.spawn(async move {
            while let Ok(n) = rx.recv().await {
                if out.send(call(n).await).await.is_err() {
                    return;
                }
            }
        });
    }
    let first = items.recv().await.ok();
    time_to_end(first, (items, tasks)).await
}

/// The same with a receiver that is shared.
async fn tokio() -> Outcome {
    let mut tasks = JoinSet::new();
    let ((tx, rx), (out, mut items)) = (mpsc::channel(1), mpsc::channel(1));
    tasks.spawn(async move {
        for n in 0.. {
            if tx.send(n).await.is_err() {
                return;
            }
        }
    });
    let rx = Arc::new(Mutex::new(rx));
    for _ in 0..WORKERS {
        let (rx, out) = (rx.clone(), out.clone());
        tasks.spawn(async move {
            loop {
                let Some(n) = rx.lock().await.recv().await else { return };
                if out.send(call(n).await).await.is_err() {
                    return;
                }
            }
        });
    }
    let first = items.recv().await;
    time_to_end(first, (items, tasks)).await
}

/// Drops a pipeline and waits until all its tasks have ended.
async fn time_to_end<T, P>(first: Option<T>, pipeline: P) -> Outcome {
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
