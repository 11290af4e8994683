//! `map_by_key` and its kin.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

use futures::StreamExt;
use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;

use crate::support::{TICK, current_thread, multi_thread, paused};

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
        (0..random(item.1) % 300).for_each(|n| _ = std::hint::black_box(n));
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
                        _ => _ = count.fetch_add(1, SeqCst),
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
        let source = Stream::from_iter((0..1_000).inspect(move |_| _ = count.fetch_add(1, SeqCst)));
        let later = |n| async move {
            tokio::time::sleep(TICK / 100).await;
            n
        };
        let stage = source.map_by_key_async(|n| n % 2, later).workers(4).window(6);
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
    let body = || async {
        for turns in 0..40 {
            let stage =
                Stream::from_iter(0_u64..).map_by_key_async(|n| n % 7, |n| async move { n }).workers(4);
            assert_eq!(stage.take(turns).count().await.unwrap(), turns);
            let item = Arc::new(());
            let copies = std::iter::repeat(item.clone());
            let stage = Stream::from_iter(copies).map_by_key_async(|_| (), |item| async move { item });
            let mut run = Box::pin(stage.workers(4).window(3).drain().into_future());
            for _ in 0..turns {
                assert!(futures::poll!(&mut run).is_pending());
                tokio::task::yield_now().await;
            }
            drop(run);
            while Arc::strong_count(&item) > 1 {
                tokio::task::yield_now().await;
            }
        }
    };
    multi_thread(body());
    current_thread(body());
}
