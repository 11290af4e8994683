//! Promises 1, 2, 3, 12 and 23: what goes in comes out, once, in order, and is dropped once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;
use pipeline_core::testkit::Counts;
use tokio::task::yield_now;

use crate::support::{Counter, Gate, both_runtimes, quiet, settle};

const N: usize = 300;

fn all() -> Vec<usize> {
    (0..N).collect()
}

fn sorted(mut items: Vec<usize>) -> Vec<usize> {
    items.sort_unstable();
    items
}

/// Gives way a few times, differently for each item, so that workers overtake each other.
async fn shuffle(n: usize) {
    for _ in 0..(n * 7919) % 11 {
        yield_now().await;
    }
}

both_runtimes! {
    /// out + filtered + errors = in.
    async fn g01_no_item_is_lost() {
        for workers in [1, 2, 8] {
            for buffer in [None, Some(0), Some(1), Some(64)] {
                let filtered = Arc::new(Mutex::new(Vec::new()));
                let seen = filtered.clone();
                let mut first = Stream::from_iter(0..N).map_async(|n| async move { shuffle(n).await; n }).workers(workers);
                if let Some(buffer) = buffer {
                    first = first.buffer(buffer);
                }
                let (mut out, errors) = first
                    .filter(move |n| {
                        let keep = n % 3 != 0;
                        if !keep {
                            seen.lock().unwrap().push(*n);
                        }
                        keep
                    })
                    .workers(workers)
                    .try_map_async(|n| async move { shuffle(n).await; if n % 5 == 0 { Err(n) } else { Ok(n) } })
                    .workers(workers)
                    .collect_split()
                    .await
                    .unwrap();
                assert!(out.iter().all(|n| n % 3 != 0 && n % 5 != 0));
                assert!(errors.iter().all(|error| error.error() % 5 == 0));
                out.extend(errors.into_iter().map(StageError::into_error));
                out.append(&mut filtered.lock().unwrap());
                assert_eq!(sorted(out), all(), "{workers} workers, buffer {buffer:?}");
            }
        }
    }

    async fn g01_flat_map_and_chunks_lose_nothing() {
        for workers in [1, 3] {
            let out = Stream::from_iter(0..N)
                .chunks(7)
                .flat_map_async(|chunk| async move { yield_now().await; chunk })
                .workers(workers)
                .buffer(2)
                .map_blocking(|n| n)
                .workers(workers)
                .chunks(4)
                .flatten()
                .collect::<Vec<_>>()
                .await
                .unwrap();
            assert_eq!(sorted(out), all());
        }
    }

    /// Every function of every stage is called once for each item.
    async fn g02_no_item_is_duplicated() {
        let calls = Arc::new(Mutex::new(HashMap::<(&str, usize), usize>::new()));
        let [a, b, c, d] = std::array::from_fn(|_| {
            let calls = calls.clone();
            move |stage, n| *calls.lock().unwrap().entry((stage, n)).or_default() += 1
        });
        let out = Stream::from_iter(0..N)
            .map(move |n| { a("fused", n); n })
            .map_async(move |n| { b("async", n); async move { shuffle(n).await; n } })
            .workers(4)
            .map(move |n| { c("ordered", n); n })
            .workers(3)
            .ordered()
            .map_blocking(move |n| { d("blocking", n); n })
            .workers(2)
            .collect::<Vec<_>>()
            .await
            .unwrap();
        assert_eq!(sorted(out), all());
        let calls = calls.lock().unwrap();
        assert_eq!(calls.len(), 4 * N);
        assert!(calls.values().all(|calls| *calls == 1));
    }

    async fn g02_only_retry_calls_twice() {
        let calls = Arc::new(Mutex::new(HashMap::<usize, usize>::new()));
        let seen = calls.clone();
        let policy = ConstantBuilder::new().with_delay(Duration::ZERO).with_max_times(2);
        let (out, errors) = Stream::from_iter(0..20)
            .try_map(move |n: usize| {
                *seen.lock().unwrap().entry(n).or_default() += 1;
                if n.is_multiple_of(2) { Ok(n) } else { Err(n) }
            })
            .workers(2)
            .retry(policy)
            .collect_split()
            .await
            .unwrap();
        assert_eq!((out.len(), errors.len()), (10, 10));
        let calls = calls.lock().unwrap();
        assert!((0..20).all(|n| calls[&n] == if n % 2 == 0 { 1 } else { 3 }), "{calls:?}");
    }

    async fn g03_order_is_kept() {
        let pass = |n: usize| async move { shuffle(n).await; n };
        let one = Stream::from_iter(0..N).map_async(pass).map(|n| n).buffer(3).map_blocking(|n| n).collect::<Vec<_>>();
        assert_eq!(one.await.unwrap(), all());
        for workers in [2, 8] {
            for window in [None, Some(0), Some(1), Some(100)] {
                let mut ordered = Stream::from_iter(0..N).map_async(pass).workers(workers).ordered();
                if let Some(window) = window {
                    ordered = ordered.window(window);
                }
                assert_eq!(ordered.collect::<Vec<_>>().await.unwrap(), all(), "{workers} workers, window {window:?}");
                let blocking = Stream::from_iter(0..40).map_blocking(|n| n).workers(workers).ordered();
                assert_eq!(blocking.collect::<Vec<_>>().await.unwrap(), all()[..40]);
                let plain = Stream::from_iter(0..N).map(|n| n).workers(workers).ordered().buffer(1);
                assert_eq!(plain.collect::<Vec<_>>().await.unwrap(), all());
            }
        }
    }

    /// The first item is the last to finish; the others wait for it.
    async fn g03_ordered_waits_for_the_slowest() {
        for workers in [2, 8] {
            let (gate, done) = (Gate::new(), Counter::default());
            let (held, others) = (gate.clone(), done.clone());
            let run = Stream::from_iter(0..20).map_async(move |n| {
                let (held, others) = (held.clone(), others.clone());
                async move {
                    if n == 0 { held.pass().await } else { others.add(); }
                    n
                }
            });
            let run = tokio::spawn(run.workers(workers).ordered().collect::<Vec<_>>().into_future());
            // The others go on up to the window (twice the workers) beside what stays in the workers' hands.
            done.reaches(2 * workers).await;
            settle().await;
            assert!(done.get() < 3 * workers, "{} of {workers} workers", done.get());
            gate.open();
            assert_eq!(run.await.unwrap().unwrap(), (0..20).collect::<Vec<_>>());
        }
    }

    async fn g03_flat_map_keeps_the_order_of_what_comes_out() {
        for workers in [1, 4] {
            let out = Stream::from_iter(0..50_usize)
                .flat_map_async(|n| async move { shuffle(n).await; (0..n % 4).map(move |i| (n, i)) })
                .workers(workers)
                .ordered()
                .collect::<Vec<_>>()
                .await
                .unwrap();
            let expected = (0..50_usize).flat_map(|n| (0..n % 4).map(move |i| (n, i))).collect::<Vec<_>>();
            assert_eq!(out, expected);
        }
    }

    async fn g12_items_are_dropped_once() {
        quiet();
        for workers in [1, 4] {
            for ending in ["end", "take", "panic", "error", "cancel"] {
                let ledger = Counts::new();
                let items = ledger.items(0..60)
                    .collect::<Vec<_>>();
                let stages = Stream::from_iter(items)
                    .map_async(move |item| async move {
                        shuffle(*item).await;
                        if ending == "panic" && *item == 30 {
                            panic!("boom");
                        }
                        item
                    })
                    .workers(workers)
                    .buffer(3)
                    .try_map(move |item| if ending == "error" && *item == 20 { Err(item) } else { Ok(item) })
                    .workers(workers)
                    .ordered();
                let ended = match ending {
                    "take" => stages.take(7).try_collect::<Vec<_>>().await.map(|items| items.len()).map_err(drop),
                    "cancel" => stages.try_collect::<Vec<_>>().cancel_when(settle()).await.map(|items| items.len()).map_err(drop),
                    _ => stages.try_collect::<Vec<_>>().await.map(|items| items.len()).map_err(drop),
                };
                match ending {
                    "end" => assert_eq!(ended, Ok(60)),
                    "take" => assert_eq!(ended, Ok(7)),
                    "cancel" => {}
                    _ => assert_eq!(ended, Err(())),
                }
                ledger.assert_clean();
            }
        }
    }

    async fn g23_fallible_stages_conserve() {
        for workers in [1, 2, 8] {
            let results = Stream::from_iter(0..N)
                .try_map(|n| if n % 7 == 0 { Err(n) } else { Ok(n) })
                .try_map_async(|n| async move { shuffle(n).await; if n % 5 == 0 { Err(n) } else { Ok(n) } })
                .workers(workers)
                .map(|n| n)
                .workers(workers)
                .try_map_blocking(|n| if n % 3 == 0 { Err(n) } else { Ok(n) })
                .workers(workers)
                .collect::<Vec<_>>()
                .await
                .unwrap();
            let (ok, err): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
            let ok = sorted(ok.into_iter().map(Result::unwrap).collect());
            let err = sorted(err.into_iter().map(|error| error.unwrap_err().into_error()).collect());
            let fails = |n: &usize| n.is_multiple_of(7) || n.is_multiple_of(5) || n.is_multiple_of(3);
            assert_eq!(ok, (0..N).filter(|n| !fails(n)).collect::<Vec<_>>());
            assert_eq!(err, (0..N).filter(fails).collect::<Vec<_>>());
        }
    }
}
