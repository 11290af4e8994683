//! Cases of the areas options, concurrency, buffer.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::StreamExt;
use pipeline_core::prelude::*;
use tokio::time::{Instant, sleep};

fn ticks(n: u64) -> Duration {
    Duration::from_secs(n)
}

async fn settle() {
    for _ in 0..2_000 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn opt_01_and_02_bad_settings_are_refused() {
    let refused = |run: Run<usize>| async move {
        let Err(PipelineError::InvalidOption { stage, option, .. }) = run.await else {
            panic!("not refused")
        };
        (stage, option)
    };
    let stage = || Stream::from_iter(0..3).map(|n| n);
    assert_eq!(refused(stage().workers(0).count()).await, ("map".into(), "workers"));
    assert_eq!(refused(stage().workers(65_537).count()).await, ("map".into(), "workers"));
    assert_eq!(refused(stage().buffer((1 << 20) + 1).count()).await, ("map".into(), "buffer"));
    assert_eq!(stage().workers(65_536).count().await.unwrap(), 3);
}

#[test]
fn opt_03_defaults() {
    let graph = Stream::from_iter(0..3).map_async(|n| async move { n }).count().graph();
    let stage = &graph.nodes()[1];
    assert_eq!((stage.workers, stage.buffer, stage.name.as_str()), (1, Some(0), "map_async"));
}

#[tokio::test]
async fn opt_04_an_unbounded_stage_never_waits() {
    let calls = Arc::new(AtomicUsize::new(0));
    let made = calls.clone();
    let stage = Stream::from_iter(0..1000).map_async(move |n| {
        made.fetch_add(1, SeqCst);
        async move { n }
    });
    let mut items = stage.unbounded().open();
    assert!(items.next().await.is_some());
    settle().await;
    assert_eq!(calls.load(SeqCst), 1000);
    assert_eq!(items.count().await, 999);
}

#[tokio::test(start_paused = true)]
async fn con_01_one_worker_keeps_order() {
    let late = |n: u64| async move {
        sleep(ticks(7 * n % 5)).await;
        n
    };
    let found = Stream::from_iter(0..12).map_async(late).collect::<Vec<_>>().await.unwrap();
    assert_eq!(found, (0..12).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn con_02_several_workers_give_completion_order() {
    let late = |n: u64| async move {
        sleep(ticks(4 - n)).await;
        n
    };
    let unordered = Stream::from_iter(0..4).map_async(late).workers(4).collect::<Vec<_>>().await.unwrap();
    assert_eq!(unordered, [3, 2, 1, 0]);
    let ordered =
        Stream::from_iter(0..4).map_async(late).workers(4).ordered().collect::<Vec<_>>().await.unwrap();
    assert_eq!(ordered, [0, 1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn con_04_stages_overlap() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let (first, second) = (log.clone(), log.clone());
    let start = Instant::now();
    let run = Stream::from_iter(0..4)
        .map_async(move |n| {
            let log = first.clone();
            async move {
                sleep(ticks(1)).await;
                log.lock().unwrap().push(format!("first ends {n}"));
                n
            }
        })
        .workers(2)
        .map_async(move |n| {
            second.lock().unwrap().push(format!("second starts {n}"));
            async move {
                sleep(ticks(1)).await;
                n
            }
        })
        .workers(2);
    assert_eq!(run.count().await.unwrap(), 4);
    assert_eq!(start.elapsed(), ticks(3));
    let log = log.lock().unwrap();
    let at = |what: &str| log.iter().position(|line| line == what).unwrap();
    assert!(at("second starts 0") < at("first ends 3"));
}

#[tokio::test(start_paused = true)]
async fn con_05_to_07_the_slowest_stage_decides() {
    let wait = |d: Duration| {
        move |n: u64| async move {
            sleep(d).await;
            n
        }
    };
    let (fast, slow) = (Duration::from_millis(10), ticks(1));

    let start = Instant::now();
    assert_eq!(Stream::from_iter(0..5).map_async(wait(slow)).workers(5).count().await.unwrap(), 5);
    assert_eq!(start.elapsed(), slow);

    let start = Instant::now();
    let both = Stream::from_iter(0..10).map_async(wait(fast)).workers(10).map_async(wait(slow)).workers(10);
    assert_eq!(both.count().await.unwrap(), 10);
    assert_eq!(start.elapsed(), slow + fast);

    let start = Instant::now();
    let both = Stream::from_iter(0..10).map_async(wait(fast)).buffer(2).map_async(wait(slow));
    assert_eq!(both.count().await.unwrap(), 10);
    assert_eq!(start.elapsed(), slow * 10 + fast);
}

/// The calls of the first stage once one item is read, and once another is.
async fn calls(workers: usize, buffer: usize, second: Option<usize>) -> (usize, usize) {
    let calls = Arc::new(AtomicUsize::new(0));
    let made = calls.clone();
    let first = Stream::from_iter(0..1000).map_async(move |n| {
        made.fetch_add(1, SeqCst);
        async move { n }
    });
    let first: Stream<i32> = first.workers(workers).buffer(buffer).into();
    let mut items = match second {
        Some(buffer) => first.map_async(|n| async move { n }).buffer(buffer).open(),
        None => first.open(),
    };
    let mut counts = [0; 2];
    for count in &mut counts {
        assert!(items.next().await.is_some());
        settle().await;
        *count = calls.load(SeqCst);
    }
    counts.into()
}

#[tokio::test]
async fn buf_02_to_08_calls_are_the_sum_of_workers_and_buffers() {
    // Each the sum of workers and buffers, and one for each item that is read.
    assert_eq!(calls(1, 1, Some(0)).await, (3 + 1, 3 + 2)); // BUF-02
    assert_eq!(calls(1, 5, Some(0)).await, (7 + 1, 7 + 2)); // BUF-03
    assert_eq!(calls(1, 5, Some(5)).await, (12 + 1, 12 + 2)); // BUF-05
    assert_eq!(calls(4, 0, Some(0)).await, (5 + 1, 5 + 2)); // BUF-06
    assert_eq!(calls(7, 0, None).await, (7 + 1, 7 + 2)); // BUF-08
}
