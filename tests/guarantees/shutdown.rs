//! Promises 7, 8, 11, 13 and 19: what is left when a run has ended, failed or was dropped. Nothing; and blocking calls are waited for.

use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use futures::FutureExt;
use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counted, Counts};

use crate::support::{self, Counter, Gate, both_runtimes, quiet, settle, tasks, turn, until};

/// Stages of every kind, each with a token of the ledger in its function.
fn every_kind(ledger: &Counts, source: Stream<Counted<usize>>, workers: usize) -> Stream<Counted<usize>> {
    let [a, b, c, d, e, f] = std::array::from_fn(|_| Arc::new(ledger.item(usize::MAX)));
    let stream = source
        .map(move |item| {
            let _ = &a;
            item
        })
        .map_async(move |item| {
            let b = b.clone();
            async move {
                turn().await;
                drop(b);
                item
            }
        })
        .workers(workers)
        .filter(move |_| {
            let _ = &c;
            true
        })
        .workers(workers)
        .ordered()
        .map_blocking(move |item| {
            let _ = &d;
            item
        })
        .workers(workers)
        .buffer(2)
        .scan(e, |_, item| Some(item))
        .inspect(move |_| {
            let _ = &f;
        });
    stream.into()
}

/// A stage with workers that counts its calls: what it is called, the stage, and what may be ahead of the item that is needed.
fn counting(kind: &str, workers: usize, calls: &Counter) -> (Stream<usize>, usize) {
    let calls = calls.clone();
    let call = move |n: usize| {
        calls.add();
        n
    };
    let (stream, ahead): (Stream<usize>, usize) = match kind {
        "async" => {
            let call = move |n| std::future::ready(call(n));
            (Stream::from_iter(0..).map_async(call).workers(workers).into(), 0)
        }
        "ordered" => {
            let call = move |n| std::future::ready(call(n));
            (Stream::from_iter(0..).map_async(call).workers(workers).ordered().window(2).into(), 2)
        }
        "blocking" => (Stream::from_iter(0..).map_blocking(call).workers(workers).into(), 0),
        _ => (Stream::from_iter(0..).map(call).buffer(0).workers(workers).into(), 0),
    };
    (stream, workers - 1 + if workers > 1 { ahead } else { 0 })
}

both_runtimes! {
    async fn g07_nothing_outlives_the_run() {
        quiet();
        for workers in [1, 4] {
            for ending in ["end", "early", "panic", "error", "cancel", "panic in the source", "panic at the end"] {
                let ledger = Counts::new();
                let source = ledger.items(0..40).inspect(move |item| {
                    assert!(ending != "panic in the source" || **item < 20, "boom");
                });
                let stream = every_kind(&ledger, Stream::from_iter(source), workers)
                    .map(move |item| { assert!(ending != "panic" || *item != 9, "boom"); item })
                    .try_map(move |item| if ending == "error" && *item == 9 { Err(item) } else { Ok(item) });
                let ended = match ending {
                    "early" => stream.take(3).try_collect::<Vec<_>>().await.is_ok(),
                    // The signal may come before the end or after it.
                    "cancel" => {
                        let ended = stream.take(30).try_collect::<Vec<_>>().cancel_when(turn()).await;
                        matches!(ended, Ok(_) | Err(PipelineError::Cancelled))
                    }
                    "panic at the end" => stream.fold((), |(), item| assert!(*item.unwrap() < 9, "boom")).await.is_err(),
                    "end" => stream.try_collect::<Vec<_>>().await.is_ok(),
                    _ => stream.try_collect::<Vec<_>>().await.is_err(),
                };
                assert!(ended, "{ending}");
                ledger.assert_clean();
                // A task that has ended is taken off the runtime's list a moment later.
                until(|| tasks() == 0).await;
            }
        }
    }

    /// What never returns by itself is torn down, wherever it waits.
    async fn g07_calls_that_hang_are_torn_down() {
        quiet();
        let ledger = Counts::new();
        let (token, in_call) = (Arc::new(ledger.item(usize::MAX)), Counter::default());
        let entered = in_call.clone();
        let hanging = Stream::from_iter(ledger.items(0..100)).buffer(4).map_async(move |item| {
            let (token, entered) = (token.clone(), entered.clone());
            async move {
                if entered.add() == 8 {
                    panic!("boom");
                }
                std::future::pending::<()>().await;
                drop(token);
                item
            }
        });
        let error = hanging.workers(8).ordered().name("hanging").drain().await.unwrap_err();
        assert_eq!(error.stage(), Some("hanging"));
        assert_eq!(in_call.get(), 8);
        ledger.assert_clean();
        until(|| tasks() == 0).await;
    }

    /// Calls that wait when the failure comes are not followed by others.
    async fn g08_a_failure_stops_everything() {
        quiet();
        for ordered in [false, true] {
            let (calls, gate) = (Counter::default(), Gate::new());
            let (called, held) = (calls.clone(), gate.clone());
            let stage = Stream::from_iter(0..)
                .map_async(move |n: usize| {
                    let (called, held) = (called.clone(), held.clone());
                    async move {
                        called.add();
                        if n == 0 {
                            called.reaches(4).await;
                            panic!("boom");
                        }
                        held.pass().await;
                        n
                    }
                })
                .workers(4);
            let stage = if ordered { stage.ordered() } else { stage };
            assert!(stage.drain().await.is_err());
            gate.open();
            settle().await;
            assert_eq!(calls.get(), 4);
        }
    }

    /// Wherever in an endless pipeline something fails, once the run has resolved no function is called any more.
    async fn g08_nothing_is_called_after_the_end() {
        quiet();
        for at in 0..4 {
            let calls = Counter::default();
            let call = |stage: usize| {
                let calls = calls.clone();
                move |n: usize| {
                    calls.add();
                    assert!(stage != at || n < 50, "boom");
                    n
                }
            };
            let (last, one, two) = (call(3), call(1), call(2));
            let run = Stream::from_iter((0..).map(call(0)))
                .map(one)
                .workers(3)
                .buffer(100)
                .map_async(move |n| std::future::ready(two(n)))
                .workers(3)
                .buffer(100)
                .fold((), move |(), n| { last(n); });
            assert!(run.await.is_err());
            let ended = calls.get();
            settle().await;
            assert_eq!(calls.get(), ended);
            until(|| tasks() == 0).await;
        }
    }

    async fn g11_dropping_the_run_cancels_it() {
        for turns in 0..60 {
            let ledger = Counts::new();
            let stream = every_kind(&ledger, Stream::from_iter(ledger.items(0..1_000)), 3);
            let mut run = Box::pin(stream.collect::<Vec<_>>().into_future());
            for _ in 0..turns {
                assert!(run.as_mut().now_or_never().is_none());
                turn().await;
            }
            drop(run);
            until(|| tasks() == 0).await;
            until(|| ledger.alive() == 0).await;
            ledger.assert_clean();
        }
    }
}

/// A call that runs when the run is cancelled is the last of its worker.
#[test]
fn g08_a_worker_in_the_middle_of_a_call_starts_no_other() {
    quiet();
    struct Gone(Arc<AtomicBool>);
    impl Drop for Gone {
        fn drop(&mut self) {
            self.0.store(true, SeqCst);
        }
    }
    support::multi_thread(async {
        let (torn_down, calls) = (Arc::new(AtomicBool::new(false)), Counter::default());
        let (gone, both) = (Gone(torn_down.clone()), Arc::new(tokio::sync::Barrier::new(2)));
        let count = calls.clone();
        let stage = Stream::from_iter(0..).buffer(64).map_async(move |n: usize| {
            let (torn_down, both, count) = (torn_down.clone(), both.clone(), count.clone());
            async move {
                count.add();
                both.wait().await;
                // Neither is in the other's way on its thread from here on.
                turn().await;
                turn().await;
                assert!(n != 0, "boom");
                while !torn_down.load(SeqCst) {
                    std::thread::yield_now();
                }
                n
            }
        });
        let run = stage.workers(2).fold((), move |(), _| {
            let _ = &gone;
        });
        assert!(tokio::spawn(run.into_future()).await.unwrap().is_err());
        settle().await;
        assert_eq!(calls.get(), 2);
    });
}

both_runtimes! {
    /// `map_async(f).workers(5).take(1)` started six calls where the worker that had handed over the item went on before
    /// `take` had left: now a worker waits with its last item until then.
    async fn g13_no_call_is_made_beyond_what_workers_have_in_hand() {
        for kind in ["async", "ordered", "blocking", "sync"] {
            let rounds = if kind == "blocking" { 10 } else { 100 };
            for (workers, buffer, wanted) in
                [(5, 0, 1), (1, 0, 1), (1, 0, 3), (5, 0, 3), (3, 2, 4), (1, 1, 2)]
            {
                for round in 0..rounds {
                    let calls = Counter::default();
                    let (stream, ahead) = counting(kind, workers, &calls);
                    let stream = stream.buffer(buffer);
                    if wanted == 1 && round % 2 == 0 {
                        assert!(stream.first().await.unwrap().is_some());
                    } else {
                        assert_eq!(stream.take(wanted).count().await.unwrap(), wanted);
                    }
                    let most = wanted + ahead + buffer;
                    let made = calls.get();
                    assert!(
                        made <= most,
                        "{made} > {most} calls, {kind}, {workers} workers, buffer {buffer}"
                    );
                }
            }
        }
    }

    /// Errors pass a `take` and do not count: their senders go on, and the last value is still found.
    async fn g13_errors_before_the_last_item_hold_nobody_up() {
        for workers in [1, 4] {
            let fail = |n: u32| async move { if n % 10 == 9 { Ok(n) } else { Err(n) } };
            let stream = Stream::from_iter(0..).try_map_async(fail).workers(workers);
            let (values, errors) = stream.take(2).collect_split().await.unwrap();
            assert_eq!(values.len(), 2);
            assert!(errors.len() >= 9);
        }
    }
}
