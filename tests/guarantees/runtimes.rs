//! Promises 15, 16, 17 and 22: with any runtime, with none, with one that stops, and with a clock that stands still.

use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::executor::block_on;
use pipeline_core::prelude::*;
use pipeline_core::retry::{ConstantBuilder, ExponentialBuilder};
use pipeline_core::testkit::Counts;
use pipeline_core::{Elapsed, Running};
use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, sleep};

use crate::support::{self, Counter, paused, quiet, turn, worker_threads};

#[test]
fn g15_no_runtime_is_an_error() {
    let ledger = Counts::new();
    let started = Counter::default();
    let (starting, token) = (started.clone(), Arc::new(ledger.item(usize::MAX)));
    let run = Stream::defer(move || {
        starting.add();
        0..3
    });
    let run = run
        .map_async(move |n| {
            let _ = &token;
            async move { n }
        })
        .workers(3)
        .collect::<Vec<_>>();
    assert!(matches!(block_on(run.into_future()), Err(PipelineError::NoRuntime)));
    assert_eq!(started.get(), 0);
    ledger.assert_clean();
}

#[test]
fn g15_time_without_a_clock_is_an_error() {
    let ticks = Stream::interval(Duration::from_secs(1)).name("ticks").count();
    let Err(PipelineError::InvalidOption { stage, .. }) = block_on(ticks.run_local()) else {
        panic!("it has no clock")
    };
    assert_eq!(stage, "ticks");
    let policy = ConstantBuilder::new().with_delay(Duration::from_secs(1)).with_max_times(1);
    let retry = Stream::from_iter([1]).try_map(|n: i32| Err::<i32, _>(n)).retry(policy).collect::<Vec<_>>();
    assert!(matches!(block_on(retry.run_local()), Err(PipelineError::InvalidOption { option: "retry", .. })));
    let slow = Stream::from_iter([1]).try_map_async(|_| std::future::pending::<Result<i32, Elapsed>>());
    let slow = slow.timeout(Duration::from_secs(1)).collect::<Vec<_>>();
    assert!(matches!(
        block_on(slow.run_local()),
        Err(PipelineError::InvalidOption { option: "timeout", .. })
    ));
}

/// A pipeline of each kind of stage, by number; all end in the same type.
fn pipelines() -> impl Iterator<Item = fn() -> Run<Vec<i64>>> {
    async fn pass(n: i64) -> i64 {
        for _ in 0..n % 5 {
            turn().await;
        }
        n
    }
    let all: [fn() -> Run<Vec<i64>>; 9] = [
        || Stream::from_iter(0..100).map(|n| n * 2).filter(|n| n % 3 == 0).collect(),
        || Stream::from_iter(0..100).map_async(pass).workers(8).ordered().buffer(4).collect(),
        || Stream::from_iter(0..40).map_blocking(|n| n + 1).workers(4).ordered().collect(),
        || Stream::from_iter(0..100).map(|n| n).workers(3).ordered().window(0).skip(7).collect(),
        || Stream::from_iter(0..).map_async(pass).workers(5).ordered().take(50).collect(),
        || Stream::from_iter(0..100).chunks(7).map_async(|c| async move { c.len() as i64 }).collect(),
        || {
            Stream::from_iter(0..30)
                .flat_map(|n| 0..n)
                .buffer(2)
                .scan(0, |sum, n| {
                    *sum += n;
                    Some(*sum)
                })
                .collect()
        },
        || {
            Stream::from_iter(0..30)
                .try_map(|n| if n % 3 == 0 { Err(n) } else { Ok(n) })
                .recover(|e| -e.into_error())
                .collect()
        },
        || {
            Stream::from_iter(0..30)
                .map(|n| {
                    assert!(n != 20, "boom {n}");
                    n
                })
                .workers(4)
                .collect()
        },
    ];
    all.into_iter()
}

#[test]
fn g16_the_same_on_every_runtime() {
    quiet();
    let text = |ended: Result<Vec<i64>, PipelineError>| ended.map_err(|error| error.to_string());
    for (index, build) in pipelines().enumerate() {
        let here = text(support::current_thread(build().into_future()));
        assert_eq!(here.is_err(), index == 8);
        for _ in 0..10 {
            assert_eq!(text(support::multi_thread(build().into_future())), here);
            assert_eq!(
                text(support::multi_thread(async { tokio::spawn(build().into_future()).await.unwrap() })),
                here
            );
            assert_eq!(text(support::current_thread(build().into_future())), here);
            assert_eq!(text(block_on(build().run_local())), here);
            assert_eq!(text(support::current_thread(build().run_local())), here);
        }
    }
}

#[test]
fn g16_a_local_run_leaves_nothing_behind() {
    for turns in [0, 1, 2, 3, 1_000] {
        let ledger = Counts::new();
        let token = Arc::new(ledger.item(usize::MAX));
        let calls = Stream::from_iter(ledger.items(0..50)).map_async(move |item| {
            let token = token.clone();
            async move {
                turn().await;
                drop(token);
                item
            }
        });
        let run =
            calls.workers(3).buffer(2).map(|item| item).workers(2).ordered().collect::<Vec<_>>().run_local();
        let mut run = Box::pin(run);
        let ended = (0..turns).find_map(|_| run.as_mut().now_or_never());
        assert_eq!(ended.is_some(), turns == 1_000);
        drop((run, ended));
        ledger.assert_clean();
    }
}

fn flavours() -> [fn() -> Runtime; 2] {
    [
        || Builder::new_multi_thread().worker_threads(worker_threads()).enable_all().build().unwrap(),
        || Builder::new_current_thread().enable_all().build().unwrap(),
    ]
}

/// Polls a run on a runtime for a while, stops the runtime, and gives what the run then says.
fn stopped(
    runtime: Runtime,
    mut run: Pin<Box<Running<Vec<usize>>>>,
    turns: usize,
) -> Result<Vec<usize>, PipelineError> {
    let ended = runtime.block_on(async {
        for _ in 0..turns {
            if let Some(ended) = run.as_mut().now_or_never() {
                return Some(ended);
            }
            turn().await;
        }
        run.as_mut().now_or_never()
    });
    runtime.shutdown_background();
    ended.unwrap_or_else(|| block_on(run))
}

#[test]
fn g17_a_stopped_runtime_is_an_error() {
    for flavour in flavours() {
        for turns in [0, 1, 5, 50] {
            let ledger = Counts::new();
            let token = Arc::new(ledger.item(usize::MAX));
            let hanging = Stream::from_iter(ledger.items(0..100)).map_async(move |item| {
                let token = token.clone();
                async move {
                    if *item == 5 {
                        std::future::pending::<()>().await;
                    }
                    drop(token);
                    *item
                }
            });
            let run = hanging.map(|n| n).workers(2).ordered().buffer(3).collect();
            let ended = stopped(flavour(), Box::pin(run.into_future()), turns);
            assert!(matches!(ended, Err(PipelineError::RuntimeStopped)), "{ended:?}");
            ledger.assert_clean();
        }
    }
}

/// Whenever the runtime stops, the result is whole or an error.
#[test]
fn g17_a_stopped_runtime_never_cuts_a_result_short() {
    for flavour in flavours() {
        for shape in 0..4 {
            for turns in 0..60 {
                let source = Stream::from_iter(0..25_usize);
                let run = match shape {
                    0 => source.map_async(|n| async move { n }).collect(),
                    1 => source.buffer(8).map(|n| n).workers(3).ordered().buffer(8).collect(),
                    2 => source
                        .map_async(|n| async move {
                            turn().await;
                            n
                        })
                        .workers(4)
                        .ordered()
                        .collect(),
                    _ => source
                        .map_blocking(|n| n)
                        .workers(2)
                        .ordered()
                        .map(|n| n)
                        .buffer(2)
                        .collect::<Vec<_>>(),
                };
                match stopped(flavour(), Box::pin(run.into_future()), turns) {
                    Ok(all) => assert_eq!(all, (0..25).collect::<Vec<_>>()),
                    Err(error) => assert!(matches!(error, PipelineError::RuntimeStopped), "{error}"),
                }
            }
        }
    }
}

/// Hours pass at once and to the millisecond, for they are tokio's.
#[test]
fn g22_time_stops_under_pause() {
    const HOUR: Duration = Duration::from_secs(3_600);
    paused(async {
        let start = Instant::now();
        assert_eq!(Stream::interval(HOUR).take(4).count().await.unwrap(), 4);
        assert_eq!(start.elapsed(), 3 * HOUR);

        let start = Instant::now();
        let calls = Stream::from_iter(0..12)
            .map_async(|n| async move {
                sleep(HOUR).await;
                n
            })
            .workers(4)
            .ordered();
        assert_eq!(calls.collect::<Vec<_>>().await.unwrap(), (0..12).collect::<Vec<_>>());
        assert_eq!(start.elapsed(), 3 * HOUR);

        let start = Instant::now();
        let slow = Stream::from_iter(0..2).try_map_async(|_| std::future::pending::<Result<i32, Elapsed>>());
        assert_eq!(slow.timeout(HOUR).collect_split().await.unwrap().1.len(), 2);
        // Timers are checked by the millisecond, and may be late by one.
        assert!(
            (2 * HOUR..2 * HOUR + Duration::from_millis(3)).contains(&start.elapsed()),
            "{:?}",
            start.elapsed()
        );

        let start = Instant::now();
        let policy = ExponentialBuilder::new()
            .with_min_delay(HOUR)
            .with_max_delay(8 * HOUR)
            .with_factor(2.0)
            .with_max_times(3);
        let busy = Stream::from_iter([1]).try_map(|_| Err::<i32, _>("busy")).retry(policy);
        assert_eq!(busy.collect_split().await.unwrap().1.len(), 1);
        assert_eq!(start.elapsed(), 7 * HOUR);
    });
}
