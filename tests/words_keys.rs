//! Stages that keep the order of each key, and stages whose workers have a state each.

use std::cell::Cell;
use std::collections::HashMap;
use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use futures::StreamExt;
use futures::future::BoxFuture;
use pipeline_core::Lease;
use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;

const TICK: Duration = Duration::from_secs(1);

fn multi_thread<R>(body: impl Future<Output = R>) -> R {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(TICK * 60, body).await.expect("a deadlock") })
}

fn current_thread<R>(body: impl Future<Output = R>) -> R {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap().block_on(body)
}

/// With tokio's clock stopped, so that a deadlock is seen at once.
fn paused<R>(body: impl Future<Output = R>) -> R {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async { tokio::time::timeout(TICK * 1_000_000, body).await.expect("a deadlock") })
}

/// Numbers without a pattern, the same each time.
fn random(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The items of each key, in their order.
fn by_key(items: impl IntoIterator<Item = (u64, u64)>) -> HashMap<u64, Vec<u64>> {
    let mut all: HashMap<u64, Vec<u64>> = HashMap::new();
    items.into_iter().for_each(|(key, n)| all.entry(key).or_default().push(n));
    all
}

#[test]
fn the_order_of_each_key_is_kept_under_random_latencies() {
    for (seed, workers, window) in [(1, 2, 1), (2, 8, 4), (3, 8, 16), (4, 32, 500), (5, 3, 2)] {
        let items: Vec<_> = (0..1_000).map(|n| (random(n ^ (seed << 32)) % 13, n)).collect();
        let wanted = by_key(items.clone());
        let busy: Arc<Vec<AtomicBool>> = Arc::new((0..13).map(|_| AtomicBool::new(false)).collect());
        let most = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let counted = most.clone();
        let found = paused(async move {
            let call = move |(key, n): (u64, u64)| {
                let (busy, most) = (busy.clone(), counted.clone());
                async move {
                    assert!(!busy[key as usize].swap(true, SeqCst), "two calls for one key");
                    most.1.fetch_max(most.0.fetch_add(1, SeqCst) + 1, SeqCst);
                    tokio::time::sleep(TICK * (random(n) % 5) as u32).await;
                    most.0.fetch_sub(1, SeqCst);
                    busy[key as usize].store(false, SeqCst);
                    (key, n)
                }
            };
            let stage = Stream::from_iter(items).map_by_key_async(|item| item.0, call);
            stage.workers(workers).window(window).collect::<Vec<_>>().await.unwrap()
        });
        assert_eq!(by_key(found), wanted);
        assert_eq!(most.1.load(SeqCst), workers.min(13), "keys are at work side by side");
    }
}

#[test]
fn the_order_of_each_key_is_kept_on_threads() {
    let items: Vec<_> = (0..20_000).map(|n| (random(n) % 50, n)).collect();
    let wanted = by_key(items.clone());
    let spin = |item: (u64, u64)| {
        (0..random(item.1) % 300).for_each(|n| drop(std::hint::black_box(n)));
        item
    };
    let yields = |item: (u64, u64)| async move {
        for _ in 0..random(item.1) % 3 {
            tokio::task::yield_now().await;
        }
        item
    };
    let source = || Stream::from_iter(items.clone()).buffer(8);
    for runtime in [multi_thread::<Vec<_>> as fn(_) -> _, current_thread] {
        let run = |stream: Stream<(u64, u64)>| {
            let body: futures::future::BoxFuture<'static, Vec<(u64, u64)>> =
                Box::pin(async move { stream.collect::<Vec<_>>().await.unwrap() });
            assert_eq!(by_key(runtime(body)), wanted);
        };
        run(source().map_by_key(|item| item.0, spin).workers(6).into());
        run(source().map_by_key(|item| item.0, spin).workers(6).buffer(16).into());
        run(source().map_by_key_async(|item| item.0, yields).workers(6).window(3).into());
        run(source().map_by_key_blocking(|item| item.0, spin).workers(3).into());
        run(source().map_by_key(|item| item.0, spin).into());
    }
    let alone = source().map_by_key_async(|item| item.0, yields).workers(6).collect::<Vec<_>>().run_local();
    assert_eq!(by_key(futures::executor::block_on(alone).unwrap()), wanted);
}

/// Others go on while the items of a hot key wait; when these fill the window, the others wait too.
#[test]
fn a_hot_key_holds_up_the_others_only_when_its_items_fill_the_window() {
    let others_called = |hot: usize| {
        paused(async move {
            let called = Arc::new(AtomicUsize::new(0));
            let count = called.clone();
            let call = move |key: char| {
                let count = count.clone();
                async move {
                    match key {
                        'h' => std::future::pending::<()>().await,
                        _ => drop(count.fetch_add(1, SeqCst)),
                    }
                }
            };
            let items = std::iter::repeat_n('h', hot).chain(std::iter::repeat_n('o', 20));
            let run =
                Stream::from_iter(items).map_by_key_async(|key| *key, call).workers(3).window(4).drain();
            let _ = tokio::time::timeout(TICK, run.into_future()).await;
            called.load(SeqCst)
        })
    };
    assert_eq!([1, 4, 5, 6].map(others_called), [20, 20, 0, 0]);
}

#[test]
fn every_item_in_flight_is_counted_and_a_reader_that_never_reads_bounds_the_calls() {
    paused(async {
        let taken = Arc::new(AtomicUsize::new(0));
        let count = taken.clone();
        let source = Stream::from_iter((0..1_000).inspect(move |_| drop(count.fetch_add(1, SeqCst))));
        let stage = source.map_by_key_async(|n| n % 2, |n| async move { n }).workers(4).window(6);
        let run = stage.for_each_async(|_| std::future::pending());
        let most = run.max_in_flight();
        let _ = tokio::time::timeout(TICK, run.into_future()).await;
        assert!(taken.load(SeqCst) <= most, "{} of {most}", taken.load(SeqCst));
        assert!(taken.load(SeqCst) >= 2 + 6, "the window is used: {}", taken.load(SeqCst));
    });
}

#[test]
fn errors_have_no_key_and_retries_hold_up_their_key_alone() {
    paused(async {
        let start = tokio::time::Instant::now();
        let tries = Arc::new(AtomicUsize::new(0));
        let call = move |n: i32| {
            let tries = tries.clone();
            async move {
                match n {
                    1 if tries.fetch_add(1, SeqCst) < 2 => Err("busy"),
                    7 => Err("seven"),
                    n => Ok(n),
                }
            }
        };
        let policy = ConstantBuilder::new().with_delay(TICK).with_max_times(2);
        let source =
            Stream::from_iter([0, 1, 11, 2, 7]).try_map(|n| if n == 0 { Err("zero") } else { Ok(n) });
        let stage = source.try_map_by_key_async(|n| n % 10, call).workers(4).retry(policy).keep_item();
        let mut seen = Vec::new();
        let mut items = stage.results().open();
        while let Some(item) = items.next().await {
            let at = start.elapsed().as_secs();
            let item = item.unwrap();
            seen.push((item.map_err(|error| (*error.error(), error.item::<i32>().copied())), at));
        }
        items.close().await.unwrap();
        assert_eq!(seen.len(), 5);
        assert!(seen[..2].contains(&(Err(("zero", None)), 0)) && seen[..2].contains(&(Ok(2), 0)), "{seen:?}");
        let place = |item| seen.iter().position(|seen| *seen == (item, 2)).unwrap();
        assert!(place(Ok(1)) < place(Ok(11)), "{seen:?}");
        place(Err(("seven", Some(7))));
    });
}

#[test]
fn panics_are_attributed_and_no_window_at_all_is_refused() {
    current_thread(async {
        let in_key = Stream::from_iter(0..9).map_by_key(|n| 1 / (n - 3), |n| n).name("keyed").workers(2);
        assert_eq!(in_key.count().await.unwrap_err().stage(), Some("keyed"));
        let in_call = Stream::from_iter(0..9).map_by_key_async(|n| n % 2, |n| async move { 1 / (n - 3) });
        assert_eq!(in_call.workers(3).count().await.unwrap_err().stage(), Some("map_by_key_async"));
        let none = Stream::from_iter(0..9).map_by_key(|n| *n, |n| n).workers(2).window(0).count();
        assert!(matches!(none.await, Err(PipelineError::InvalidOption { option: "window", .. })));
    });
}

#[test]
fn leaving_early_and_dropping_the_run_end_keyed_stages() {
    for _ in 0..50 {
        multi_thread(async {
            let stage =
                Stream::from_iter(0_u64..).map_by_key_async(|n| n % 7, |n| async move { n }).workers(4);
            assert_eq!(stage.take(20).count().await.unwrap(), 20);
            let stage = Stream::from_iter(0_u64..).map_by_key(|n| n % 7, |n| n).workers(4).window(3);
            let mut run = Box::pin(stage.drain().into_future());
            assert!(futures::poll!(&mut run).is_pending());
            tokio::task::yield_now().await;
        });
    }
}

/// Opens states, and counts those that are open and those that were closed.
#[derive(Clone, Default)]
struct Doors {
    opened: Arc<AtomicUsize>,
    closed: Arc<AtomicUsize>,
}

/// A state that threads may hand on, and not share.
struct Door(Cell<u32>);

impl Doors {
    fn open(&self) -> impl Fn() -> Ready<Result<Door, Infallible>> + Send + Sync + use<> {
        let opened = self.opened.clone();
        move || {
            opened.fetch_add(1, SeqCst);
            ready(Ok(Door(Cell::new(0))))
        }
    }

    /// Closing takes a tick, or some turns of the scheduler.
    fn close(&self) -> impl Fn(Door) -> BoxFuture<'static, ()> + Send + Sync + use<> {
        let closed = self.closed.clone();
        move |_| {
            let closed = closed.clone();
            Box::pin(async move {
                for _ in 0..5 {
                    tokio::task::yield_now().await;
                }
                closed.fetch_add(1, SeqCst);
            })
        }
    }

    fn counts(&self) -> (usize, usize) {
        (self.opened.load(SeqCst), self.closed.load(SeqCst))
    }
}

/// A body on each runtime.
fn everywhere<Fut: Future<Output = ()>>(body: impl Fn() -> Fut) {
    multi_thread(body());
    current_thread(body());
    paused(body());
}

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
        let opens = Stream::from_iter(0..5).worker_state(|| async { Ok::<i32, Infallible>(panic!("no")) });
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

async fn tenfold(ten: Lease<i32>, n: i32) -> i32 {
    n * *ten
}

async fn ten() -> Result<i32, Infallible> {
    Ok(10)
}

#[test]
fn all_three_forms_of_a_state() {
    everywhere(|| async {
        let method = Stream::from_iter([1, 2]).worker_state(ten).map_async(tenfold);
        assert_eq!(method.collect::<Vec<_>>().await.unwrap(), [10, 20]);
        let pipe = [1, 2] | pipe::worker_state(ten).map_async(tenfold).workers(2).ordered();
        assert_eq!(pipe.collect::<Vec<_>>().await.unwrap(), [10, 20]);
        let macros = pipeline!(
            [1, 2] | worker_state(ten).map_async(tenfold).workers(2).ordered() | collect::<Vec<_>>()
        );
        assert_eq!(macros.await.unwrap(), [10, 20]);
        let macros = pipeline!(
            [1, 2]
                | worker_state(ten).on_close(|ten| async move { assert_eq!(ten, 10) }).map(|ten, n| n + *ten)
                | map_by_key(|n| n % 2, |n| n + 1).workers(2)
                | worker_state(ten).for_each_async(|ten, n| async move { assert!(n > *ten) })
        );
        macros.await.unwrap();
    });
}
