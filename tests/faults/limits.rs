//! What a machine refuses: threads.

use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counts, assert_no_leaks};
use tokio::runtime::{Builder, Runtime};

use crate::support::{Watchdog, in_a_child, on, quiet, text, told, worker_threads};

fn with_one_blocking_thread() -> [Runtime; 2] {
    let one = || Builder::new_current_thread().max_blocking_threads(1).enable_all().build().unwrap();
    let several = Builder::new_multi_thread()
        .worker_threads(worker_threads())
        .max_blocking_threads(1)
        .enable_all()
        .build();
    [one(), several.unwrap()]
}

/// All blocking work of a run on one thread: a worker that waits for its neighbour gives the thread back.
#[test]
fn f85_one_thread_for_all_that_blocks() {
    for runtime in with_one_blocking_thread() {
        on(runtime, async {
            let counts = Counts::new();
            let stages = Stream::from_iter(counts.items(0..300))
                .map_blocking(|n| n)
                .map_blocking(|n| n)
                .workers(3)
                .ordered();
            let stages =
                stages.flat_map_blocking(|n| [n]).workers(2).buffer(1).map_blocking(|n| n).workers(4);
            assert_eq!(stages.count().await.unwrap(), 300);
            counts.assert_clean();
            let both = Run::join((
                Stream::from_iter(counts.items(0..50)).map_blocking(|n| n).workers(8).count(),
                Stream::from_iter(counts.items(0..50)).for_each_blocking(drop).workers(8),
            ));
            assert_eq!(both.await.unwrap().0, 50);
            counts.assert_clean();
        });
    }
}

/// Somebody else has the thread: the run waits for it, its items are dropped when it is cancelled, and it goes on when the
/// thread is free.
#[test]
fn f86_a_thread_that_somebody_else_has() {
    for runtime in with_one_blocking_thread() {
        on(runtime, async {
            let (counts, calls) = (Counts::new(), Arc::new(AtomicUsize::new(0)));
            let (open, gate) = std::sync::mpsc::channel::<()>();
            let neighbour = tokio::task::spawn_blocking(move || gate.recv());
            let blocking = |calls: &Arc<AtomicUsize>| {
                let calls = calls.clone();
                Stream::from_iter(counts.items(0..20)).map_blocking(move |n| {
                    calls.fetch_add(1, SeqCst);
                    n
                })
            };
            let cancelled = blocking(&calls).workers(3).count().spawn();
            let mut waits = blocking(&calls).workers(3).count().spawn();
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            assert!(futures::poll!(&mut waits).is_pending());
            cancelled.control().abort();
            assert_eq!(text(cancelled.await), "the run was cancelled");
            assert_eq!(calls.load(SeqCst), 0);
            drop(open);
            assert!(neighbour.await.unwrap().is_err());
            assert_eq!(waits.await.unwrap(), 20);
            counts.assert_clean();
        });
    }
}

/// A runtime of one thread whose blocking threads ask for more stack than there is: the operating system refuses each.
fn without_threads() -> Runtime {
    Builder::new_current_thread().thread_stack_size(1 << 60).enable_all().build().unwrap()
}

/// tokio tells this by a panic, and so it is that of the stage that wanted the thread.
#[test]
fn f87_threads_that_the_operating_system_refuses() {
    let refused = "panicked: OS can't spawn worker thread";
    let _watchdog = Watchdog::start();
    quiet();
    without_threads().block_on(assert_no_leaks(async {
        let counts = Counts::new();
        for workers in [1, 3] {
            let stage = Stream::from_iter(counts.items(0..20))
                .map_blocking(|n| n)
                .workers(workers)
                .name("blocks")
                .count();
            let told = text(stage.await);
            assert!(told.starts_with(&format!("stage `blocks` {refused}")), "{told}");
            let sink = Stream::from_iter(counts.items(0..20))
                .for_each_blocking(drop)
                .workers(workers)
                .name("blocks");
            let told = text(sink.await);
            assert!(told.starts_with(&format!("stage `blocks` {refused}")), "{told}");
        }
        let large = Stream::from_iter(counts.items(0..5_000)).collect::<std::collections::BTreeSet<_>>();
        let told = text(large.await);
        assert!(told.starts_with(&format!("stage `collect` {refused}")), "{told}");
        counts.assert_clean();
        // What blocks nothing goes on as ever.
        assert_eq!(
            Stream::from_iter(counts.items(0..20))
                .map_async(|n| async { n })
                .workers(3)
                .count()
                .await
                .unwrap(),
            20
        );
    }));
}

/// The body of `f88`, in a process whose threads all ask for more stack than there is.
#[test]
#[ignore = "in this process no thread can be made"]
fn a_run_in_the_callers_task_gets_no_thread() {
    let counts = Counts::new();
    let run = Stream::from_iter(counts.items(0..20)).map_blocking(|n| n).workers(2).name("blocks").count();
    let ended = text(futures::executor::block_on(run.run_local()));
    counts.assert_clean();
    println!("ended: {ended}");
}

/// Without tokio the threads are the standard library's.
#[test]
fn f88_threads_that_are_refused_without_a_runtime() {
    let child = in_a_child(
        "limits::a_run_in_the_callers_task_gets_no_thread",
        &[("RUST_MIN_STACK", "1152921504606846976")],
    );
    let told = told(&child);
    assert!(child.status.success(), "{told}");
    assert!(told.contains("ended: stage `blocks` panicked: failed to spawn thread"), "{told}");
}

/// More of what has a limit than there may be, each refused by name before anything runs.
#[test]
fn f89_more_than_there_may_be() {
    on(crate::support::one_thread(), async {
        let counts = Counts::new();
        let items = || Stream::from_iter(counts.items(0..3));
        let most = usize::MAX;
        for (run, wanted) in [
            (items().map(|n| n).workers(most).drain(), "workers"),
            (items().map(|n| n).workers(2..=most).drain(), "workers"),
            (items().map(|n| n).workers(2).ordered().window(most).drain(), "window"),
            (items().buffer(most).drain(), "buffer"),
            (Stream::<()>::channel(most).1.drain(), "capacity"),
        ] {
            assert_eq!(crate::support::refused(run.into_future().await).1, wanted);
        }
        assert_eq!(counts.made(), 0);
    });
}
