//! What each source does at a stop.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::FutureExt;
use pipeline_core::prelude::*;
use tokio::sync::Notify;
use tokio::task::yield_now;

use crate::support::*;

#[test]
fn an_idle_source_is_woken_by_a_stop() {
    both(|| async {
        let (held, other) = (Held::default(), Held::default());
        let (inside, kept) = (held.clone(), other.clone());
        let idle = Stream::from_stream(futures::stream::once(async move {
            let _inside = inside;
            pending::<i32>().await
        }));
        let given = Arc::new(Notify::new());
        let giving = given.clone();
        let block = Stream::generate(move |out| async move {
            out.give(1).await;
            giving.notify_one();
            let _kept = kept;
            pending::<()>().await;
        });
        let running = idle.merge(block).map_async(|n| async move { n }).count().spawn();
        given.notified().await;
        running.control().stop();
        assert_eq!(running.await.unwrap(), 1);
        assert!(!held.is_held() && !other.is_held());
    });
}

#[test]
fn what_a_channel_has_accepted_is_given_after_a_stop() {
    for capacity in [0, 1, 5] {
        for turns in 0..30 {
            paused(async {
                let (sender, items) = Stream::channel(capacity);
                let running = items.map_async(|n: usize| async move { n }).count().spawn();
                let accepted = Arc::new(AtomicUsize::new(0));
                let counting = accepted.clone();
                let producer = tokio::spawn(async move {
                    loop {
                        match sender.send(7).await {
                            Ok(()) => counting.fetch_add(1, Ordering::SeqCst),
                            Err(refused) => return refused.into_item(),
                        };
                    }
                });
                for _ in 0..turns {
                    yield_now().await;
                }
                running.control().stop();
                assert_eq!(running.await.unwrap(), accepted.load(Ordering::SeqCst));
                assert_eq!(producer.await.unwrap(), 7, "the item that was refused comes back");
            });
        }
    }
}

#[test]
fn a_channel_is_closed_at_once_though_its_task_waits() {
    paused(async {
        let (sender, items) = Stream::channel(4);
        let running = items.for_each_async(|_| pending::<()>()).spawn();
        for n in 0..3 {
            sender.send(n).await.unwrap();
        }
        yield_now().await;
        running.control().stop();
        assert!(sender.is_closed());
        assert!(sender.send(9).await.is_err());
    });
}

#[test]
fn what_waits_in_a_channel_of_yours_is_given_after_a_stop() {
    both(|| async {
        let (tx, rx) = tokio::sync::mpsc::channel(8);
        let (open, endless) = tokio::sync::mpsc::unbounded_channel();
        let (all, copies) = tokio::sync::broadcast::channel(512);
        for n in 0..8 {
            tx.send(n).await.unwrap();
        }
        for n in 0..300 {
            open.send(n).unwrap();
            all.send(n).unwrap();
        }
        let run = Run::join([Stream::from_receiver(rx).count(), Stream::from_receiver(endless).count()]);
        let run = Run::join((run, Stream::from_receiver(copies).count()));
        let running = run.into_future();
        running.control().stop();
        assert_eq!(running.await.unwrap(), ([8, 300], 300));
        assert!(tx.send(1).await.is_err() && open.send(1).is_err());
    });
}

#[test]
fn an_endless_crawl_that_is_stopped_stops() {
    for (workers, turns) in [1, 4].into_iter().flat_map(|workers| (0..40).map(move |turns| (workers, turns)))
    {
        paused(async {
            let (given, called) = (Arc::default(), Arc::new(AtomicUsize::new(0)));
            let calls = called.clone();
            let crawl = counted(&given).expand_async(move |n| {
                calls.fetch_add(1, Ordering::SeqCst);
                yield_now().map(move |()| (n, [n, n]))
            });
            let running = crawl.workers(workers).buffer(2).count().spawn();
            for _ in 0..turns {
                yield_now().await;
            }
            running.control().stop();
            let out = running.await.unwrap();
            assert_eq!(out, called.load(Ordering::SeqCst), "what was called for comes out");
            assert!(out >= given.load(Ordering::SeqCst), "each item of the source was called for");
        });
    }
}

#[test]
fn a_start_that_is_delayed_does_not_hold_a_stop_up() {
    paused(async {
        let start = tokio::time::Instant::now();
        let hour = Duration::from_secs(3_600);
        let made = Stream::defer(|| -> Vec<i32> { panic!("made all the same") });
        let (sender, items) = Stream::channel(2);
        sender.send(7).await.unwrap();
        let late = made.delay_start(hour).merge(items.delay_start(hour));
        let running = late.collect::<Vec<_>>().spawn();
        let control = running.control();
        control.pause();
        yield_now().await;
        control.stop();
        assert_eq!(running.await.unwrap(), [7], "what the channel had accepted is given");
        assert!(sender.send(8).await.is_err());
        assert_eq!(start.elapsed(), Duration::ZERO);
    });
}

#[test]
fn a_crawl_that_is_paused_goes_on_later() {
    paused(async {
        let called = Arc::new(AtomicUsize::new(0));
        let calls = called.clone();
        let tree = Stream::once(1_u32).expand_async(move |n| {
            calls.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_secs(1))
                .map(move |()| (n, if n < 64 { vec![n * 2; 2] } else { vec![] }))
        });
        let running = tree.workers(3).count().spawn();
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        running.control().pause();
        tokio::time::sleep(Duration::from_secs(5)).await;
        let before = called.load(Ordering::SeqCst);
        tokio::time::sleep(Duration::from_secs(50)).await;
        assert_eq!(called.load(Ordering::SeqCst), before);
        running.control().resume();
        assert_eq!(running.await.unwrap(), 127);
    });
}
