//! `worker_state` and the stages behind it.

use std::convert::Infallible;
use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use pipeline_core::Lease;
use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;

use crate::doors::{Door, Doors};
use crate::support::{TICK, everywhere, paused};

#[test]
fn ste_18_a_resource_for_each_worker() {
    everywhere(|| async {
        let doors = Doors::default();
        let gate = Arc::new(tokio::sync::Barrier::new(2));
        let doubled = move |door: Lease<Door>, n: i32| {
            let gate = gate.clone();
            async move {
                door.0.set(door.0.get() + 1);
                gate.wait().await;
                n * 2
            }
        };
        let stage = Stream::from_iter([1, 2, 3, 4]).worker_state(doors.open()).on_close(doors.close());
        let sum = stage.map_async(doubled).workers(2).fold(0, |sum, n| sum + n).await.unwrap();
        assert_eq!((sum, doors.counts()), (20, (2, 2)));
    });
}

#[test]
fn ste_19_a_call_that_fails_leaves_no_resource_open() {
    everywhere(|| async {
        let doors = Doors::default();
        let stage = Stream::from_iter(0..8).worker_state(doors.open()).on_close(doors.close());
        let stage = stage.try_map_async(|_, n| async move { if n == 3 { Err("three") } else { Ok(n) } });
        let error = stage.workers(3).try_collect::<Vec<_>>().await.unwrap_err();
        assert_eq!(error.to_string(), "[try_map_async] three");
        let (opened, closed) = doors.counts();
        assert!(opened > 0 && opened == closed, "{opened} opened, {closed} closed");
    });
}

/// As many are closed as were opened, when the run resolves, however it ends.
#[test]
fn every_state_is_closed_on_every_exit() {
    everywhere(|| async {
        let doors = Doors::default();
        let all = |doors: &Doors, what: &str| {
            let (opened, closed) = doors.counts();
            assert!(opened > 0 && opened == closed, "{what}: {opened} opened, {closed} closed");
        };
        let stage = |n: usize| {
            let stage = Stream::from_iter(0..n).worker_state(doors.open()).on_close(doors.close());
            stage.map_async(|door, n| async move {
                door.0.set(1);
                tokio::task::yield_now().await;
                n
            })
        };
        for workers in [1, 4] {
            assert_eq!(stage(50).workers(workers).count().await.unwrap(), 50);
            all(&doors, "end");
            assert_eq!(stage(50).workers(workers).ordered().count().await.unwrap(), 50);
            all(&doors, "end, in order");
            assert_eq!(stage(usize::MAX).workers(workers).take(5).count().await.unwrap(), 5);
            all(&doors, "take");
            let failing =
                stage(usize::MAX).workers(workers).try_map(|n| if n > 9 { Err("ten") } else { Ok(n) });
            assert!(failing.try_count().await.is_err());
            all(&doors, "failure behind it");
            let panics = stage(usize::MAX).workers(workers).map(|n| assert!(n < 10));
            assert!(panics.count().await.is_err());
            all(&doors, "panic behind it");
            let cancelled = stage(usize::MAX).workers(workers).drain().cancel_when(async {
                for _ in 0..50 {
                    tokio::task::yield_now().await;
                }
            });
            assert!(matches!(cancelled.await, Err(PipelineError::Cancelled)));
            all(&doors, "cancelled");
            let state = Stream::from_iter(0..9).worker_state(doors.open()).on_close(doors.close());
            let error = state.map(|_, n| 1 / (n - 5)).workers(workers).count().await.unwrap_err();
            assert_eq!(error.stage(), Some("map"));
            all(&doors, "panic in it");
            let state = Stream::from_iter(0..9).worker_state(doors.open()).on_close(doors.close());
            assert_eq!(state.map_blocking(|_, n| n).workers(workers).count().await.unwrap(), 9);
            all(&doors, "blocking");
            let state = Stream::from_iter(0..).worker_state(doors.open()).on_close(doors.close());
            assert_eq!(state.map_blocking(|_, n: u64| n).workers(workers).take(5).count().await.unwrap(), 5);
            all(&doors, "blocking and take");
            let state = Stream::from_iter(0..9).worker_state(doors.open()).on_close(doors.close());
            state.for_each_async(|_, _| async {}).workers(workers).await.unwrap();
            all(&doors, "terminal");
            let state = Stream::from_iter(0..9).worker_state(doors.open()).on_close(doors.close());
            let run = state.try_for_each_async(|_, n| async move { if n < 5 { Ok(()) } else { Err(n) } });
            assert!(run.workers(workers).await.is_err());
            all(&doors, "terminal that fails");
        }
        let alone = stage(50).workers(3).count().run_local();
        assert_eq!(alone.await.unwrap(), 50);
        all(&doors, "in the caller's task");
    });
}

#[test]
fn after_a_dropped_run_or_a_timeout_closing_goes_on() {
    let closes = |doors: Doors| async move {
        while doors.counts().0 != doors.counts().1 {
            tokio::task::yield_now().await;
        }
        assert!(doors.counts().0 > 0);
    };
    everywhere(|| async {
        for turns in 0..40 {
            let doors = Doors::default();
            let stage = Stream::from_iter(0_u64..).worker_state(doors.open()).on_close(doors.close());
            let run = stage.map_async(|_, n| async move { n }).workers(3).drain();
            let mut run = Box::pin(run.into_future());
            for _ in 0..turns {
                assert!(futures::poll!(&mut run).is_pending());
                tokio::task::yield_now().await;
            }
            drop(run);
            if doors.counts().0 > 0 {
                closes(doors).await;
            }
        }
    });
    paused(async {
        let doors = Doors::default();
        let stage = Stream::from_iter(0..9).worker_state(doors.open()).on_close(doors.close());
        let run = stage.map_async(|_, _| std::future::pending::<()>()).workers(3).drain();
        assert!(tokio::time::timeout(TICK, run.into_future()).await.is_err());
        closes(doors.clone()).await;
        assert_eq!(doors.counts(), (3, 3));
    });
}

#[test]
fn no_item_opens_nothing_and_errors_pass_without_a_state() {
    everywhere(|| async {
        let doors = Doors::default();
        let none = Stream::from_iter([0; 0]).worker_state(doors.open()).on_close(doors.close());
        assert_eq!(none.map(|_, n| n).workers(4).count().await.unwrap(), 0);
        let errors = Stream::from_iter(0..5).try_map(Err::<i32, _>);
        let passed =
            errors.worker_state(doors.open()).on_close(doors.close()).map_async(|_, n| async move { n });
        assert_eq!(passed.workers(2).errors_only().count().await.unwrap(), 5);
        assert_eq!(doors.counts(), (0, 0));
    });
}

#[test]
fn what_cannot_be_opened_or_closed_fails_the_run() {
    everywhere(|| async {
        let closed = Stream::from_iter(0..5).worker_state(|| async { Err::<u8, _>("no route") });
        let error =
            closed.map_async(|_, n| async move { n }).name("ask").workers(2).count().await.unwrap_err();
        assert_eq!(error.to_string(), "stage `ask` failed: no route");
        let broken = Stream::from_iter(0..5).worker_state(|| async { Ok::<_, Infallible>(1) });
        let broken = broken.on_close(|_| async { Err("not saved") }).map(|one, n| n + *one).name("save");
        assert_eq!(broken.count().await.unwrap_err().to_string(), "stage `save` failed: not saved");
        let panics = Stream::from_iter(0..5).worker_state(|| async { Ok::<_, Infallible>(1) });
        let panics = panics.on_close(|n| async move { assert!(n > 1) }).map(|one, n| n + *one).workers(3);
        assert_eq!(panics.name("save").count().await.unwrap_err().stage(), Some("save"));
        let opens = Stream::from_iter(0..5).worker_state(|| async {
            assert!(std::hint::black_box(7) < 7, "it cannot be opened");
            Ok::<_, Infallible>(1)
        });
        assert_eq!(opens.map(|one, n| n + *one).count().await.unwrap_err().stage(), Some("map"));
    });
}

#[test]
fn a_discarded_state_is_closed_and_another_opened_for_the_next_try() {
    paused(async {
        let doors = Doors::default();
        let stage = Stream::from_iter(0..6).worker_state(doors.open()).on_close(doors.close());
        let call = |door: Lease<Door>, n: i32| async move {
            let calls = door.0.get() + 1;
            door.0.set(calls);
            if calls == 3 {
                door.discard();
                return Err("worn out");
            }
            Ok((n, calls))
        };
        let policy = ConstantBuilder::new().with_delay(TICK).with_max_times(1);
        let (found, errors) = stage.try_map_async(call).retry(policy).collect_split().await.unwrap();
        assert_eq!((found, errors.len()), (vec![(0, 1), (1, 2), (2, 1), (3, 2), (4, 1), (5, 2)], 0));
        assert_eq!(doors.counts(), (3, 3));
    });
}

#[test]
fn a_timeout_gives_the_state_back_and_may_cut_off_an_opening() {
    paused(async {
        let doors = Doors::default();
        let stage = Stream::from_iter([9, 0, 0]).worker_state(doors.open()).on_close(doors.close());
        let call = |door: Lease<Door>, wait: u32| async move {
            door.0.set(door.0.get() + 1);
            tokio::time::sleep(TICK * wait).await;
            Ok::<_, Elapsed>(door.0.get())
        };
        let (found, errors) = stage.try_map_async(call).timeout(TICK * 5).collect_split().await.unwrap();
        assert_eq!((found, errors.len(), doors.counts()), (vec![2, 3], 1, (1, 1)));
        let tries = Arc::new(AtomicUsize::new(0));
        let slow_at_first = move || {
            let first = tries.fetch_add(1, SeqCst) == 0;
            async move {
                tokio::time::sleep(TICK * if first { 9 } else { 0 }).await;
                Ok::<_, Infallible>(7)
            }
        };
        let stage = Stream::from_iter(0..3).worker_state(slow_at_first);
        let stage = stage.try_map_async(|seven, _| async move { Ok::<_, Elapsed>(*seven) });
        let (found, errors) = stage.timeout(TICK * 5).collect_split().await.unwrap();
        assert_eq!((found, errors.len()), (vec![7, 7], 1));
    });
}

#[test]
fn a_lease_that_is_kept_keeps_its_worker_waiting() {
    paused(async {
        let (kept, mut leases) = tokio::sync::mpsc::unbounded_channel();
        let call = move |lease: Lease<u8>, n: i32| {
            let sent = kept.send(lease);
            async move {
                assert!(sent.is_ok());
                n
            }
        };
        let stage = Stream::from_iter(0..2).worker_state(|| async { Ok::<_, Infallible>(1) });
        let mut run = Box::pin(stage.map_async(call).count().into_future());
        assert!(tokio::time::timeout(TICK, &mut run).await.is_err());
        drop(leases.recv().await);
        assert_eq!(run.await.unwrap(), 2);
    });
}

/// Where the runtime stops there is nobody to close a state, which is dropped.
#[test]
fn a_runtime_that_stops_drops_the_states() {
    for threads in [1, 2] {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(threads).enable_all().build().unwrap();
        let kept = Arc::new(());
        let state = kept.clone();
        let (began, begun) = std::sync::mpsc::channel();
        runtime.spawn(async move {
            let stage =
                Stream::from_iter(0_u64..).worker_state(move || ready(Ok::<_, Infallible>(state.clone())));
            let stage = stage.on_close(|_| std::future::pending::<()>()).map_async(move |_, n| {
                let _ = began.send(());
                async move { n }
            });
            stage.workers(2).drain().await
        });
        begun.recv().unwrap();
        drop(begun);
        drop(runtime);
        assert_eq!(Arc::strong_count(&kept), 1);
    }
}
