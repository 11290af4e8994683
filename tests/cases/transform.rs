//! Behaviour cases: transform, misc, lifecycle, and failures of sources and expansions.

use std::time::Duration;

use futures::StreamExt;
use pipeline_core::prelude::*;

use crate::support::{Clock, Counter, Log, TICK, boom, each_after, settle, tasks, ticks, with_jumps};

async fn wait_and_give((wait, item): (u64, u64)) -> u64 {
    ticks(wait).await;
    item
}

#[tokio::test(start_paused = true)]
async fn trn_03_async_function_of_two_sources() {
    let pairs = || Stream::from_iter(1..4).zip(1..4);
    let at_once = pairs().map_async(wait_and_give).workers(100).ordered();
    assert_eq!(with_jumps(at_once).await, (vec![1, 2, 3], vec![1, 1, 1]));
    let one_by_one = pairs().map_async(wait_and_give);
    assert_eq!(with_jumps(one_by_one).await, (vec![1, 2, 3], vec![1, 2, 3]));
}

#[tokio::test(start_paused = true)]
async fn trn_10_chunks_of_nothing() {
    assert!(Stream::from_iter(0..0).chunks(3).collect::<Vec<_>>().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn trn_12_chunks_of_no_item_are_refused() {
    let asked = Counter::default();
    let asking = asked.clone();
    let error = Stream::repeat_with(move || asking.add()).chunks(0).count().await.unwrap_err();
    assert!(
        matches!(&error, PipelineError::InvalidOption { stage, option: "size", .. } if stage == "chunks"),
        "{error}"
    );
    assert_eq!(asked.get(), 0, "nothing was started");
}

#[tokio::test(start_paused = true)]
async fn msc_01_action() {
    let seen = Log::new();
    let log = seen.clone();
    let run = Stream::from_iter(0..3).inspect(move |n| log.push(*n)).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [0, 1, 2]);
    assert_eq!(seen.get(), [0, 1, 2]);
}

#[tokio::test(start_paused = true)]
async fn msc_02_async_action_ordered_and_at_once() {
    let clock = Clock::start();
    let marks = clock.clone();
    let run = Stream::from_iter([3, 1, 2]).inspect_async(move |&n| {
        let marks = marks.clone();
        async move {
            ticks(n).await;
            marks.mark();
        }
    });
    let items = run.workers(100).ordered().collect::<Vec<_>>().await.unwrap();
    assert_eq!((items, clock.jumps(), clock.tick()), (vec![3, 1, 2], vec![1, 1, 1], 3));
}

#[tokio::test(start_paused = true)]
async fn msc_04_print() {
    let out = Log::new();
    let log = out.clone();
    let run = Stream::from_iter(0..3).inspect(move |n| log.push(format!("{:.1}|", f64::from(*n))));
    assert_eq!(run.collect::<Vec<_>>().await.unwrap(), [0, 1, 2]);
    assert_eq!(out.get().concat(), "0.0|1.0|2.0|");
}

#[tokio::test(start_paused = true)]
async fn lif_02_outer_timeout_cancels_all_calls() {
    let (started, cancelled) = (Counter::default(), Counter::default());
    let (starting, cancelling) = (started.clone(), cancelled.clone());
    let run = Stream::from_iter(0..).map_async(move |_: i32| {
        starting.add();
        let guard = cancelling.on_drop();
        async move {
            let _guard = guard;
            std::future::pending::<()>().await;
        }
    });
    let run = run.workers(10).drain();
    assert!(tokio::time::timeout(TICK, run.into_future()).await.is_err());
    settle().await;
    assert_eq!((started.get(), cancelled.get(), tasks()), (10, 10, 0));
}

#[tokio::test(start_paused = true)]
async fn lif_03_stages_of_one_worker_overlap() {
    let (clock, log) = (Clock::start(), Log::new());
    let slow = |stage: &'static str| {
        let (clock, log) = (clock.clone(), log.clone());
        move |n: i32| {
            let (clock, log) = (clock.clone(), log.clone());
            async move {
                let start = clock.tick();
                ticks(1).await;
                log.push((stage, n, start, clock.tick()));
                n
            }
        }
    };
    let run = Stream::from_iter(0..3).map_async(slow("a")).map_async(slow("b")).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [0, 1, 2]);
    let log = log.get();
    // a(1) and b(0) are under way at the same time.
    assert!(log.contains(&("a", 1, 1, 2)) && log.contains(&("b", 0, 1, 2)), "{log:?}");
    assert_eq!(clock.tick(), 4);
}

#[tokio::test(start_paused = true)]
async fn err_03_a_prefix_is_kept_and_the_others_are_whole() {
    let expand = |n: i32| {
        let rest = if n == 2 { vec![Err("half-way")] } else { vec![Ok(n + 200)] };
        [Ok(n), Ok(n + 100)].into_iter().chain(rest)
    };
    let run = Stream::from_iter([1, 2, 3]).flat_map(expand).fallible().ok_only();
    assert_eq!(run.collect::<Vec<_>>().await.unwrap(), [1, 101, 201, 2, 102, 3, 103, 203]);
}

#[tokio::test(start_paused = true)]
async fn err_05_calls_under_way_are_cancelled_at_once() {
    let (clock, cancelled, finished) = (Clock::start(), Counter::default(), Counter::default());
    let (cancelling, finishing) = (cancelled.clone(), finished.clone());
    let failing = each_after(1, 1, [2]).map(|_| -> i32 { boom("source") });
    let source = Stream::from_stream(futures::stream::iter([0, 1]).chain(failing));
    let run = source.map_async(move |n| {
        let (guard, finishing) = (cancelling.on_drop(), finishing.clone());
        async move {
            let _guard = guard;
            tokio::time::sleep(Duration::from_secs(100)).await;
            finishing.add();
            n
        }
    });
    let error = run.workers(2).collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `from_stream` panicked: boom source");
    assert_eq!((cancelled.get(), finished.get(), clock.tick(), tasks()), (2, 0, 1, 0));
}

#[tokio::test(start_paused = true)]
async fn try_09_handler_before_a_stage_is_not_called_for_its_errors() {
    let calls = Counter::default();
    let counting = calls.clone();
    let tried = Stream::from_iter([Ok(1), Err("given"), Ok(2)]).fallible().map_err(move |error| {
        counting.add();
        format!("seen {error}")
    });
    let tried = tried.try_map(|n| if n == 2 { Err("two".to_owned()) } else { Ok(n) }).collect_split();
    let (values, errors) = tried.await.unwrap();
    assert_eq!(values, [1]);
    assert_eq!(errors.iter().map(StageError::error).collect::<Vec<_>>(), ["seen given", "two"]);
    assert_eq!(calls.get(), 1);
}
