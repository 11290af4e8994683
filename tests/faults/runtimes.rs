//! Runtimes that stop, that are others than before, and that are blocked.

use std::future::{IntoFuture, pending};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use futures::FutureExt;
use futures::executor::block_on;
use pipeline_core::Running;
use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counted, Counts, assert_no_leaks};
use tokio::runtime::Runtime;

use crate::support::{Watchdog, both_runtimes, on, one_thread, quiet, several_threads, text, turn, until};

const STOPPED: &str = "the runtime stopped before the pipeline had ended";

/// A run that stands still in the middle of everything: in calls, buffers, an order, and a blocking thread if it should.
fn stuck(counts: &Counts) -> Run<usize> {
    let items = Stream::from_iter(counts.items(0..100)).buffer(4).map_async(|n: Counted<usize>| async {
        if *n >= 7 {
            pending::<()>().await;
        }
        n
    });
    items.workers(4).ordered().map(|n| n).buffer(2).for_each_async(|_| pending()).map(|()| 0)
}

fn flavours() -> [fn() -> Runtime; 2] {
    [several_threads, one_thread]
}

/// Lets a run get going, and then stops its runtime.
fn stopped_by(stop: impl Fn(Runtime)) {
    let _watchdog = Watchdog::start();
    for flavour in flavours() {
        for turns in [0, 1, 20, 200] {
            let counts = Counts::new();
            let (runtime, mut running) = (flavour(), stuck(&counts).into_future());
            runtime.block_on(async {
                for _ in 0..turns {
                    assert!((&mut running).now_or_never().is_none());
                    turn().await;
                }
                assert!((&mut running).now_or_never().is_none());
            });
            stop(runtime);
            assert_eq!(text(block_on(running)), STOPPED);
            counts.assert_clean();
        }
    }
}

#[test]
fn f55_shutdown_background() {
    stopped_by(Runtime::shutdown_background);
}

#[test]
fn f56_shutdown_timeout() {
    stopped_by(|runtime| runtime.shutdown_timeout(Duration::from_millis(1)));
    stopped_by(|runtime| runtime.shutdown_timeout(Duration::ZERO));
}

#[test]
fn f57_a_runtime_dropped_where_it_was_made() {
    stopped_by(drop);
}

#[test]
fn f58_a_runtime_dropped_in_another_thread() {
    stopped_by(|runtime| std::thread::spawn(move || drop(runtime)).join().unwrap());
}

/// The run is polled in one thread while its runtime goes in another.
#[test]
fn f59_a_runtime_that_goes_while_its_run_is_awaited() {
    let _watchdog = Watchdog::start();
    for flavour in flavours() {
        let counts = Counts::new();
        let (runtime, mut running) = (flavour(), stuck(&counts).into_future());
        runtime.block_on(async { assert!((&mut running).now_or_never().is_none()) });
        let awaited = std::thread::spawn(move || text(block_on(running)));
        runtime.shutdown_background();
        assert_eq!(awaited.join().unwrap(), STOPPED);
        counts.assert_clean();
    }
}

/// A call on a blocking thread outlives its runtime, as tokio says; what it holds goes when it returns.
#[test]
fn f60_a_runtime_that_goes_while_a_call_blocks() {
    let _watchdog = Watchdog::start();
    for flavour in flavours() {
        let (counts, started) = (Counts::new(), Arc::new(AtomicUsize::new(0)));
        let (open, gate) = std::sync::mpsc::channel::<()>();
        let (gate, starts) = (std::sync::Mutex::new(gate), started.clone());
        let run = Stream::from_iter(counts.items(0..9)).map_blocking(move |n| {
            starts.fetch_add(1, SeqCst);
            _ = gate.lock().unwrap().recv();
            n
        });
        let (runtime, mut running) = (flavour(), run.count().into_future());
        runtime.block_on(async {
            assert!((&mut running).now_or_never().is_none());
            until(|| started.load(SeqCst) == 1).await;
        });
        runtime.shutdown_background();
        assert!((&mut running).now_or_never().is_none(), "the call is waited for");
        drop(open);
        assert_eq!(text(block_on(running)), STOPPED);
        counts.assert_clean();
    }
}

#[test]
fn f61_in_a_local_set() {
    let _watchdog = Watchdog::start();
    quiet();
    one_thread().block_on(async {
        let local = tokio::task::LocalSet::new();
        local
            .run_until(assert_no_leaks(async {
                let counts = Counts::new();
                let run =
                    |n| Stream::from_iter(counts.items(0..n)).map_async(|n| async { n }).workers(2).count();
                assert_eq!(run(50).await.unwrap(), 50);
                let (here, there) = (run(50).run_local(), run(60).into_future());
                let here = tokio::task::spawn_local(here);
                let there = tokio::task::spawn_local(there);
                assert_eq!((here.await.unwrap().unwrap(), there.await.unwrap().unwrap()), (50, 60));
                let half_way = tokio::task::spawn_local(run(1_000_000).into_future());
                tokio::task::yield_now().await;
                half_way.abort();
                assert!(half_way.await.is_err());
                until(|| counts.alive() == 0).await;
            }))
            .await;
    });
}

#[test]
fn f62_block_in_place_in_a_stage() {
    on(several_threads(), async {
        let counts = Counts::new();
        let run = Stream::from_iter(counts.items(0..200))
            .map(|n| tokio::task::block_in_place(|| n))
            .buffer(4)
            .map_async(|n| async {
                tokio::task::block_in_place(std::thread::yield_now);
                n
            });
        assert_eq!(run.workers(3).ordered().count().await.unwrap(), 200);
        counts.assert_clean();
    });
    // On one thread tokio refuses it by a panic, which is the stage's.
    on(one_thread(), async {
        let run = Stream::from_iter(0..9)
            .map_async(|n| async move { tokio::task::block_in_place(|| n) })
            .name("blocks")
            .count();
        quiet();
        assert!(text(run.await).starts_with("stage `blocks` panicked: can call blocking only"));
    });
}

both_runtimes! {
    /// A blocking function that runs a pipeline of its own, with another stage that blocks in it.
    async fn f63_block_on_within_a_blocking_stage() {
        let counts = Counts::new();
        let (handle, inner) = (tokio::runtime::Handle::current(), counts.clone());
        let run = Stream::from_iter(0..8).map_blocking(move |_| {
            let run = Stream::from_iter(inner.items(0..20)).map_blocking(|n| n).workers(2).map_async(|n| async { n }).count();
            handle.block_on(run.into_future()).unwrap()
        });
        assert_eq!(run.workers(3).fold(0, |sum, n| sum + n).await.unwrap(), 160);
        let handle = tokio::runtime::Handle::current();
        let nested = tokio::task::spawn_blocking(move || handle.block_on(Stream::from_iter(0..9).map_async(|n| async move { n }).count().into_future()));
        assert_eq!(nested.await.unwrap().unwrap(), 9);
        counts.assert_clean();
    }

    /// To block on a run in a call that must not block is refused by tokio, with a panic that is the stage's.
    async fn f64_block_on_within_an_async_stage() {
        let handle = tokio::runtime::Handle::current();
        let run = Stream::from_iter(0..8).map_async(move |n| {
            let handle = handle.clone();
            async move { handle.block_on(Stream::once(n).count().into_future()) }
        });
        assert!(text(run.name("blocks").count().await).starts_with("stage `blocks` panicked: Cannot start a runtime from within"));
    }
}

#[test]
fn f65_two_runtimes_and_a_channel_between_them() {
    let _watchdog = Watchdog::start();
    for (one, other) in [(several_threads(), one_thread()), (one_thread(), several_threads())] {
        let counts = Counts::new();
        let (sender, items) = Stream::channel(3);
        let items_of_one = counts.items(0..500);
        let producer = std::thread::spawn(move || {
            one.block_on(
                Stream::from_iter(items_of_one).map_async(|n| async { n }).send_to(sender).into_future(),
            )
        });
        let taken = other.block_on(items.map_async(|n| async { n }).workers(3).count().into_future());
        producer.join().unwrap().unwrap();
        assert_eq!(taken.unwrap(), 500);
        counts.assert_clean();
    }
}

/// Where it is polled first is where it runs.
#[test]
fn f66_a_run_that_moves_to_another_runtime_before_it_starts() {
    let _watchdog = Watchdog::start();
    for (one, other) in [(several_threads(), one_thread()), (one_thread(), several_threads())] {
        let counts = Counts::new();
        let entered = one.enter();
        let running = Stream::from_iter(counts.items(0..99)).map_async(|n| async { n }).count().into_future();
        drop(entered);
        drop(one);
        assert_eq!(other.block_on(running).unwrap(), 99);
        // Polled by another executor, and within a runtime.
        let running = Stream::from_iter(counts.items(0..99)).map_async(|n| async { n }).count().into_future();
        let entered = other.enter();
        if other.handle().runtime_flavor() == tokio::runtime::RuntimeFlavor::MultiThread {
            assert_eq!(block_on(running).unwrap(), 99);
        } else {
            drop(running);
        }
        drop(entered);
        counts.assert_clean();
    }
}

/// Each task that polls it leaves its own waker; the last one is woken.
#[test]
fn f67_a_run_polled_by_two_tasks_in_turn() {
    let _watchdog = Watchdog::start();
    for flavour in flavours() {
        flavour().block_on(async {
            let counts = Counts::new();
            let run = Stream::from_iter(counts.items(0..300))
                .map_async(|n| async {
                    turn().await;
                    n
                })
                .workers(3)
                .ordered()
                .buffer(2)
                .count();
            let (to_a, a) = tokio::sync::mpsc::channel::<Running<usize>>(1);
            let (to_b, b) = tokio::sync::mpsc::channel::<Running<usize>>(1);
            let polls = |mut mine: tokio::sync::mpsc::Receiver<Running<usize>>,
                         theirs: tokio::sync::mpsc::Sender<Running<usize>>| async move {
                while let Some(mut running) = mine.recv().await {
                    if let Some(ended) = (&mut running).now_or_never() {
                        return Some(ended);
                    }
                    if theirs.send(running).await.is_err() {
                        return None;
                    }
                }
                None
            };
            to_a.send(run.into_future()).await.unwrap();
            let (one, other) = (tokio::spawn(polls(a, to_b)), tokio::spawn(polls(b, to_a)));
            let ended = one.await.unwrap().or(other.await.unwrap());
            assert_eq!(ended.unwrap().unwrap(), 300);
            counts.assert_clean();
        });
    }
}

/// The first task polls it once and forgets it: the second must be woken, and not the first.
#[test]
fn f68_a_run_that_changes_its_task_half_way() {
    for flavour in flavours() {
        on(flavour(), async {
            let counts = Counts::new();
            let mut running = Stream::from_iter(counts.items(0..100))
                .map_async(|n| async {
                    turn().await;
                    n
                })
                .workers(2)
                .count()
                .into_future();
            let once = tokio::spawn(async move {
                assert!((&mut running).now_or_never().is_none());
                Some(running)
            });
            let running = once.await.unwrap().unwrap();
            assert_eq!(tokio::spawn(running).await.unwrap().unwrap(), 100);
            counts.assert_clean();
        });
    }
}
