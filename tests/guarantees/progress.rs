//! Promises 6, 13, 18 and 20: a pipeline gets on, stops when it has enough, and lets others live.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipeline_core::prelude::*;
use pipeline_core::testkit::Counts;

use crate::support::{self, Counter, Gate, both_runtimes, compute, paused, tasks, turn, until};

/// A shape for each kind of stage, made as narrow as it can be.
fn shape(kind: usize, workers: usize, source: Stream<usize>) -> Stream<usize> {
    match kind {
        0 => source.map(|n| n).into(),
        1 => source.map(|n| n).workers(workers).into(),
        2 => source
            .map_async(|n| async move {
                turn().await;
                n
            })
            .workers(workers)
            .into(),
        3 => source
            .map_async(|n| async move {
                turn().await;
                n
            })
            .workers(workers)
            .ordered()
            .window(0)
            .into(),
        4 => source.map_blocking(|n| n).workers(workers).into(),
        5 => source.flat_map(|n| [n]).workers(workers).ordered().window(1).into(),
        6 => source.chunks(2).flatten().into(),
        _ => source.flat_map_stream(|n| futures::stream::iter([n])).workers(workers).into(),
    }
}

async fn a_while() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

both_runtimes! {
    async fn g06_every_pair_of_stages_gets_to_its_end() {
        for first in 0..8 {
            for second in 0..8 {
                for workers in [1, 3] {
                    let source = Stream::from_iter(0..30).buffer(workers - 1);
                    let run = shape(second, workers, shape(first, workers, source)).count();
                    assert_eq!(run.await.unwrap(), 30, "{first}, then {second}, on {workers}");
                }
            }
        }
    }

    /// Calls that have started get on although nobody takes their results.
    async fn g06_no_started_future_is_left_unpolled() {
        for ordered in [false, true] {
            let (consumer, first_half, done) = (Gate::new(), Gate::new(), Counter::default());
            let (held, go, count) = (consumer.clone(), first_half.clone(), done.clone());
            let calls = Stream::from_iter(0..8)
                .map_async(move |n| {
                    let (go, count) = (go.clone(), count.clone());
                    async move {
                        go.pass().await;
                        for _ in 0..100 {
                            tokio::task::yield_now().await;
                        }
                        count.add();
                        n
                    }
                })
                .workers(8);
            let calls = if ordered { calls.ordered() } else { calls };
            let run = calls.fold_async(0, move |sum, n| {
                let held = held.clone();
                async move { held.pass().await; sum + n }
            });
            let run = tokio::spawn(run.into_future());
            first_half.open();
            done.reaches(8).await;
            consumer.open();
            assert_eq!(run.await.unwrap().unwrap(), 28);
        }
    }

    async fn g13_stopping_early_is_success() {
        let endless = || Stream::repeat_with(|| 1).map_async(|n| async move { n }).workers(4).buffer(3);
        assert_eq!(endless().take(5).count().await.unwrap(), 5);
        assert_eq!(endless().take(0).count().await.unwrap(), 0);
        assert_eq!(endless().first().await.unwrap(), Some(1));
        assert_eq!(endless().find(|n| *n == 1).await.unwrap(), Some(1));
        assert!(endless().any(|n| *n == 1).await.unwrap());
        assert!(!endless().all(|n| *n == 2).await.unwrap());
        assert_eq!(endless().enumerate().take_while(|(i, _)| *i < 9).count().await.unwrap(), 9);
        assert_eq!(endless().scan(0, |sum, n| { *sum += n; (*sum < 7).then_some(*sum) }).last().await.unwrap(), Some(6));
        let failing = Stream::repeat(1).try_map_async(|n: i32| async move { Err::<i32, _>(n) }).workers(2);
        assert!(failing.try_collect::<Vec<_>>().await.is_err());
        until(|| tasks() == 0).await;
    }

    /// The source sits idle and three calls never return; neither is waited for.
    async fn g13_stopping_ends_an_idle_source_and_slow_calls() {
        let ledger = Counts::new();
        let (sender, source) = Stream::channel(10);
        for item in ledger.items(0..5) {
            sender.send(item).await.unwrap();
        }
        let slow = |item: pipeline_core::testkit::Counted<usize>| async move {
            if *item >= 2 {
                std::future::pending::<()>().await;
            }
            item
        };
        let run = source.map_async(slow).workers(5).take(2).collect::<Vec<_>>();
        assert_eq!(run.await.unwrap().len(), 2);
        ledger.assert_clean();
        let refused = sender.send(ledger.item(9)).await.unwrap_err();
        assert_eq!(*refused.into_item(), 9);
        until(|| tasks() == 0).await;
    }

    async fn g20_empty_single_and_endless_inputs() {
        for kind in 0..8 {
            for workers in [1, 4] {
                let build = |source: Stream<usize>| shape(kind, workers, source);
                assert_eq!(build(Stream::empty()).collect::<Vec<_>>().await.unwrap(), Vec::<usize>::new());
                assert_eq!(build(Stream::from_iter([])).first().await.unwrap(), None);
                assert_eq!(build(Stream::once(7)).collect::<Vec<_>>().await.unwrap(), [7]);
                assert_eq!(build(Stream::repeat(7)).take(20).count().await.unwrap(), 20);
                let endless = build(Stream::repeat(7)).drain().cancel_when(a_while());
                assert!(matches!(endless.await, Err(PipelineError::Cancelled)));
                let idle = build(Stream::pending()).drain().cancel_when(a_while());
                assert!(matches!(idle.await, Err(PipelineError::Cancelled)));
            }
        }
        let endless_out = Stream::once(1).flat_map(|n: usize| std::iter::repeat(n)).take(10).count();
        assert_eq!(endless_out.await.unwrap(), 10);
        let nothing_out = Stream::repeat(1).filter(|_| false).drain().cancel_when(a_while());
        assert!(matches!(nothing_out.await, Err(PipelineError::Cancelled)));
        until(|| tasks() == 0).await;
    }
}

/// Calls `work` behind a full buffer, and gives how many turns another task had got when each call began.
async fn turns_of_another(
    stage: fn(Stream<usize>, Arc<dyn Fn() + Send + Sync>) -> Stream<usize>,
) -> Vec<usize> {
    let turns = Counter::default();
    let counting = turns.clone();
    let other = tokio::spawn(async move {
        loop {
            counting.add();
            turn().await;
        }
    });
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = seen.clone();
    let call = Arc::new(move || {
        notes.lock().unwrap().push(turns.get());
        compute(Duration::from_millis(1));
    });
    let enough = seen.clone();
    let run = stage(Stream::from_iter(0..4_000).buffer(1_024), call).drain();
    let enough = async move { until(|| enough.lock().unwrap().len() >= 60).await };
    assert!(matches!(run.cancel_when(enough).await, Err(PipelineError::Cancelled)));
    other.abort();
    seen.lock().unwrap().clone()
}

async fn g18_body() {
    let fused = turns_of_another(|source, call| {
        source
            .map(move |n| {
                call();
                n
            })
            .into()
    })
    .await;
    let tasked = turns_of_another(|source, call| {
        source
            .map(move |n| {
                call();
                n
            })
            .buffer(1_024)
            .into()
    })
    .await;
    let filter = turns_of_another(|source, call| {
        source
            .filter(move |_| {
                call();
                false
            })
            .buffer(0)
            .into()
    })
    .await;
    let ordered = |source: Stream<usize>, call: Arc<dyn Fn() + Send + Sync>| {
        source
            .map(move |n| {
                call();
                n
            })
            .workers(2)
            .ordered()
            .buffer(1_024)
            .into()
    };
    let ordered = turns_of_another(ordered).await;
    let stateful = turns_of_another(|source, call| {
        source.scan((), move |(), n| {
            call();
            Some(n)
        })
    })
    .await;
    let folded =
        turns_of_another(|source, call| source.inspect(move |_| call()).buffer(1_024).map(|n| n).into())
            .await;
    for (stage, seen) in [fused, tasked, filter, ordered, stateful, folded].into_iter().enumerate() {
        // Two workers may make a call each before the other task has its turn.
        let apart = if stage == 3 { 2 } else { 1 };
        let held = seen.windows(apart + 1).position(|turns| turns[0] == turns[apart]);
        assert_eq!(held, None, "stage {stage} made calls in a row: {seen:?}");
    }
}

/// A closure of 1 ms behind a full buffer of 1,024 gives way after each call. All on one thread, or there is nothing to see.
mod g18_no_worker_holds_its_thread {
    use super::*;

    #[test]
    fn multi_thread() {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async { tokio::spawn(g18_body()).await.unwrap() });
    }

    #[test]
    fn current_thread() {
        support::current_thread(g18_body());
    }

    /// A timer that is due fires while most of the 1,500 calls are still to come.
    #[test]
    fn timer() {
        let calls = Counter::default();
        let count = calls.clone();
        support::current_thread(async move {
            let calls = Stream::from_iter(0..1_500)
                .buffer(1_024)
                .map(move |_| {
                    count.add();
                    compute(Duration::from_millis(1))
                })
                .buffer(1_024);
            let ended = calls.drain().cancel_when(tokio::time::sleep(Duration::from_millis(2))).await;
            assert!(matches!(ended, Err(PipelineError::Cancelled)));
        });
        assert!(calls.get() < 200, "the timer was held back for {} calls", calls.get());
    }
}

/// With the clock stopped, a pipeline that waits for itself is seen at once.
#[test]
fn g06_no_deadlock_under_a_stopped_clock() {
    paused(async {
        for kind in 0..8 {
            let source = Stream::from_iter(0..50).map_async(|n| async move {
                tokio::time::sleep(Duration::from_millis(n as u64 % 3)).await;
                n
            });
            let run =
                shape(kind, 3, source.workers(5).ordered().into()).fold_async(0, |count, _| async move {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                    count + 1
                });
            assert_eq!(run.await.unwrap(), 50);
        }
    });
}
