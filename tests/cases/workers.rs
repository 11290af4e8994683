//! Behaviour cases: options, concurrency, buffers.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::{FutureExt, StreamExt};
use pipeline_core::options::TakesOrder;
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

/// The option that a run is refused for.
async fn refused(run: Run<usize>) -> (String, &'static str) {
    let Err(PipelineError::InvalidOption { stage, option, .. }) = run.await else { panic!("not refused") };
    (stage, option)
}

fn stage() -> Stream<i32, Plain, impl Send + 'static + TakesOrder> {
    Stream::from_iter(0..3).map(|n| n)
}

#[tokio::test]
async fn opt_01_no_workers_are_refused() {
    assert_eq!(refused(stage().workers(0).count()).await, ("map".into(), "workers"));
    assert_eq!(refused(stage().workers(65_537).count()).await, ("map".into(), "workers"));
    assert_eq!(stage().workers(65_536).count().await.unwrap(), 3);
}

// A number of items is an unsigned one: -1 cannot be written, and what it would be as one is too many.
#[tokio::test]
async fn opt_02_a_buffer_below_zero_is_refused() {
    assert_eq!(refused(stage().buffer(-1_isize as usize).count()).await, ("map".into(), "buffer"));
    assert_eq!(refused(stage().buffer((1 << 20) + 1).count()).await, ("map".into(), "buffer"));
    assert_eq!(stage().buffer(0).count().await.unwrap(), 3);
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

/// Takes its time for each item.
fn wait(time: Duration) -> impl Fn(u64) -> BoxFuture<'static, u64> + Send + Sync + 'static {
    move |n| {
        Box::pin(async move {
            sleep(time).await;
            n
        })
    }
}

const FAST: Duration = Duration::from_millis(10);
const SLOW: Duration = Duration::from_secs(1);

/// How long a run takes that gives so many items.
async fn time_of(run: Run<usize>, items: usize) -> Duration {
    let start = Instant::now();
    assert_eq!(run.await.unwrap(), items);
    start.elapsed()
}

#[tokio::test(start_paused = true)]
async fn con_05_all_workers_work_at_once() {
    let run = Stream::from_iter(0..5).map_async(wait(SLOW)).workers(5).count();
    assert_eq!(time_of(run, 5).await, SLOW);
}

#[tokio::test(start_paused = true)]
async fn con_06_a_fast_stage_with_workers_fills_a_slow_one() {
    let fast = Stream::from_iter(0..10).map_async(wait(FAST)).workers(10);
    assert_eq!(time_of(fast.map_async(wait(SLOW)).workers(10).count(), 10).await, SLOW + FAST);
}

#[tokio::test(start_paused = true)]
async fn con_07_the_slowest_stage_decides() {
    let both = Stream::from_iter(0..10).map_async(wait(FAST)).buffer(2).map_async(wait(SLOW));
    assert_eq!(time_of(both.count(), 10).await, SLOW * 10 + FAST);
}

/// The calls of the first stage before anything is read, and once one item is.
async fn calls(workers: usize, buffer: usize, second: Option<usize>) -> (usize, usize) {
    let calls = Arc::new(AtomicUsize::new(0));
    let made = calls.clone();
    let first = Stream::from_iter(0..1000).map_async(move |n| {
        made.fetch_add(1, SeqCst);
        async move { n }
    });
    let first: Stream<i32> = first.workers(workers).buffer(buffer).into();
    let stages: Stream<i32> = match second {
        Some(buffer) => first.map_async(|n| async move { n }).buffer(buffer).into(),
        None => first,
    };
    // A reader that is there and asks for nothing: it is the turn of another stream.
    let (turn, turns) = Stream::channel(1);
    let mut items = turns.interleave(stages).open();
    assert!(items.next().now_or_never().is_none());
    settle().await;
    let before = calls.load(SeqCst);
    turn.send(-1).await.unwrap();
    assert_eq!(items.next().await.unwrap().unwrap(), -1);
    assert!(items.next().await.is_some());
    settle().await;
    (before, calls.load(SeqCst))
}

#[tokio::test]
async fn buf_02_one_worker_with_a_buffer_of_one_and_one_without() {
    assert_eq!(calls(1, 1, Some(0)).await, (3, 4));
}

#[tokio::test]
async fn buf_03_one_worker_with_a_buffer_of_five_and_one_without() {
    assert_eq!(calls(1, 5, Some(0)).await, (7, 8));
}

#[tokio::test]
async fn buf_05_two_workers_with_buffers_of_five() {
    assert_eq!(calls(1, 5, Some(5)).await, (12, 13));
}

#[tokio::test]
async fn buf_06_four_workers_and_one_without_buffers() {
    assert_eq!(calls(4, 0, Some(0)).await, (5, 6));
}

#[tokio::test]
async fn buf_08_each_of_seven_workers_holds_one_result() {
    assert_eq!(calls(7, 0, None).await, (7, 8));
}
