//! Blocking work: bounded, not cancelled once it has started, waited for.

use std::collections::HashSet;
use std::future::IntoFuture;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;
use std::time::Duration;

use futures::{FutureExt, StreamExt};
use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;
use pipeline_core::testkit::Counts;

use crate::support::{Barrier, Counter, Gate, both_runtimes, quiet, settle, turn, until};

both_runtimes! {
    async fn g19_blocking_calls_are_bounded_by_workers() {
        for workers in [1, 3] {
            let (inside, most) = (Counter::default(), Arc::new(AtomicUsize::new(0)));
            let (entered, seen, barrier) = (inside.clone(), most.clone(), Barrier::default());
            let held = barrier.clone();
            let calls = Stream::from_iter(0..20).map_blocking(move |n| {
                seen.fetch_max(entered.add(), SeqCst);
                held.pass();
                entered.take_away();
                n
            });
            let run = tokio::spawn(calls.workers(workers).buffer(20).count().into_future());
            inside.reaches(workers).await;
            settle().await;
            assert_eq!(inside.get(), workers);
            barrier.open();
            assert_eq!(run.await.unwrap().unwrap(), 20);
            assert_eq!(most.load(SeqCst), workers);
        }
    }

    /// The run fails while a blocking call is held; it resolves only when the call has returned.
    async fn g19_blocking_calls_are_waited_for() {
        quiet();
        let (ledger, barrier, failed) = (Counts::new(), Barrier::default(), Arc::new(AtomicBool::new(false)));
        let (held, returned) = (barrier.clone(), Counter::default());
        let (started, ended, fails) = (Counter::default(), returned.clone(), failed.clone());
        let (entered, token) = (started.clone(), Arc::new(ledger.item(usize::MAX)));
        let run = Stream::from_iter(ledger.items(0..10))
            .map_async(move |item| {
                let (started, fails) = (started.clone(), fails.clone());
                async move {
                    if *item == 1 {
                        started.reaches(1).await;
                        fails.store(true, SeqCst);
                        panic!("boom");
                    }
                    item
                }
            })
            .map_blocking(move |item| {
                let _ = &token;
                entered.add();
                held.pass();
                ended.add();
                item
            })
            .drain();
        let run = tokio::spawn(run.into_future());
        until(|| failed.load(SeqCst)).await;
        settle().await;
        assert!(!run.is_finished());
        assert_eq!(returned.get(), 0);
        barrier.open();
        assert!(run.await.unwrap().is_err());
        assert_eq!(returned.get(), 1);
        ledger.assert_clean();
    }

    /// A call's result that nobody waits for any more is dropped before the run resolves, however long its drop takes.
    async fn g19_results_nobody_waits_for_are_dropped_first() {
        struct Slow(Barrier, Counter);
        impl Drop for Slow {
            fn drop(&mut self) {
                self.0.pass();
                self.1.add();
            }
        }
        struct AddsWhenDropped(Counter);
        impl Drop for AddsWhenDropped {
            fn drop(&mut self) {
                self.0.add();
            }
        }
        let (call, drops, dropped) = (Barrier::default(), Barrier::default(), Counter::default());
        let (started, returned) = (Counter::default(), Counter::default());
        let (entered, held) = (started.clone(), call.clone());
        let (ended, made) = (returned.clone(), (drops.clone(), dropped.clone()));
        let stop = Gate::new();
        let stopped = stop.clone();
        let run = Stream::from_iter(0..3).map_blocking(move |_| {
            entered.add();
            held.pass();
            ended.add();
            Slow(made.0.clone(), made.1.clone())
        });
        // What the terminal has gathered is dropped once the run is cancelled.
        let cancelled = Counter::default();
        let gathered = AddsWhenDropped(cancelled.clone());
        let run = run.fold(gathered, |gathered, _| gathered).map(drop);
        let run = tokio::spawn(run.cancel_when(async move { stopped.pass().await }).into_future());
        started.reaches(1).await;
        stop.open();
        cancelled.reaches(1).await;
        call.open();
        returned.reaches(1).await;
        settle().await;
        let early = run.is_finished();
        drops.open();
        assert!(!early);
        assert!(matches!(run.await.unwrap(), Err(PipelineError::Cancelled)));
        assert_eq!((started.get(), dropped.get()), (1, 1));
    }

    /// Dropping a run does not wait for a blocking call; the call goes on and what it holds is dropped when it returns.
    async fn g19_dropping_the_run_does_not_block() {
        let (ledger, barrier, started) = (Counts::new(), Barrier::default(), Counter::default());
        let (held, entered) = (barrier.clone(), started.clone());
        let calls = Stream::from_iter(ledger.items(0..10)).map_blocking(move |item| {
            entered.add();
            held.pass();
            item
        });
        let mut run = Box::pin(calls.workers(2).drain().into_future());
        while started.get() < 2 {
            assert!(run.as_mut().now_or_never().is_none());
            turn().await;
        }
        drop(run);
        barrier.open();
        until(|| ledger.alive() == 0).await;
        ledger.assert_clean();
        assert_eq!(started.get(), 2);
    }

    /// No thread that calls a blocking function calls one of an async stage.
    async fn g19_blocking_calls_are_made_away_from_the_runtime() {
        for (workers, ordered) in [(1, false), (3, false), (3, true)] {
            let (ours, theirs) = (Threads::default(), Threads::default());
            let (here, away) = (ours.clone(), theirs.clone());
            let calls = Stream::from_iter(0..500)
                .map_async(move |n| {
                    let here = here.clone();
                    async move { here.note(n) }
                })
                .map_blocking(move |n| away.note(n))
                .workers(workers);
            let calls: Stream<usize> = if ordered { calls.ordered().into() } else { calls.into() };
            assert_eq!(calls.count().await.unwrap(), 500);
            assert!(ours.0.lock().unwrap().is_disjoint(&theirs.0.lock().unwrap()));
        }
    }

    /// While a call blocks, the stage before it fills its buffer, and has one more item in its hand.
    async fn g19_neighbours_go_on_while_a_call_blocks() {
        for held_at in 0..8 {
            let (made, barrier) = (Counter::default(), Barrier::default());
            let (makes, held) = (made.clone(), barrier.clone());
            let source = Stream::from_iter(0..40_usize).inspect(move |_| _ = makes.add()).buffer(4);
            let calls = source.map_blocking(move |n| {
                if n == held_at {
                    held.pass();
                }
            });
            let run = tokio::spawn(calls.count().into_future());
            made.reaches(held_at + 1 + 4 + 1).await;
            barrier.open();
            assert_eq!(run.await.unwrap().unwrap(), 40);
        }
    }

    /// The call after many quick ones blocks until the next is under way: the other worker must be at the input by then.
    async fn g19_a_call_that_turns_slow_does_not_hold_the_order_up() {
        for quick in [0, 1, 7, 8, 31, 40] {
            let (items, receiver) = tokio::sync::mpsc::channel(1);
            let (next, last) = (Barrier::default(), quick + 1);
            let awaited = next.clone();
            let calls = Stream::from_receiver(receiver).map_blocking(move |n| {
                match n {
                    n if n == quick => awaited.pass(),
                    n if n == last => awaited.open(),
                    _ => {}
                }
                n
            });
            let mut calls = calls.workers(2).ordered().open();
            for n in 0..quick {
                items.send(n).await.unwrap();
                assert_eq!(calls.next().await.unwrap().unwrap(), n);
            }
            let both = tokio::spawn(async move {
                items.send(quick).await.unwrap();
                items.send(last).await.unwrap();
            });
            assert_eq!(calls.next().await.unwrap().unwrap(), quick);
            assert_eq!(calls.next().await.unwrap().unwrap(), last);
            both.await.unwrap();
        }
    }

    /// Between two tries a blocking call waits for tokio's clock, which a thread without the runtime would not find.
    async fn g19_a_blocking_call_is_tried_again_after_a_wait() {
        let flaky = || {
            let tries: Arc<[Counter; 6]> = Arc::default();
            let policy = ConstantBuilder::new().with_delay(Duration::from_millis(3)).with_max_times(2);
            Stream::from_iter(0..6)
                .try_map_blocking(move |n: usize| if tries[n].add() == 3 { Ok(n) } else { Err("busy") })
                .retry(policy)
                .workers(2)
                .collect::<Vec<_>>()
        };
        for run in [flaky().into_future().boxed(), flaky().run_local().boxed()] {
            let values: HashSet<usize> = run.await.unwrap().into_iter().map(Result::unwrap).collect();
            assert_eq!(values, (0..6).collect());
        }
    }
}

/// The threads that calls were made on.
#[derive(Clone, Default)]
struct Threads(Arc<Mutex<HashSet<ThreadId>>>);

impl Threads {
    fn note(&self, n: usize) -> usize {
        self.0.lock().unwrap().insert(std::thread::current().id());
        n
    }
}
