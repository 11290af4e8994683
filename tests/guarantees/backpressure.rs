//! Promises 4, 5 and 14: how much is alive, how far the source runs ahead, and that nothing starts by itself.

use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use futures::StreamExt;
use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counted, Counts};

use crate::support::{Counter, Gate, both_runtimes, settle, tasks, until};

/// A stage of a random pipeline that passes items on.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Fused,
    Sync(usize),
    Async(usize),
    Blocking(usize),
    Ordered(usize, usize),
    Keep,
    Skip,
    Stateful,
}

use Kind::{Async, Blocking, Fused, Keep, Ordered, Skip, Stateful, Sync};

fn attach(stream: Stream<Counted<usize>>, kind: Kind, buffer: Option<usize>) -> Stream<Counted<usize>> {
    let stream: Stream<Counted<usize>> = match kind {
        Fused => stream.map(|item| item).into(),
        Sync(workers) => stream.map(|item| item).workers(workers).into(),
        Async(workers) => stream.map_async(|item| async { item }).workers(workers).into(),
        Blocking(workers) => stream.map_blocking(|item| item).workers(workers).into(),
        Ordered(workers, window) => {
            stream.map_async(|item| async { item }).workers(workers).ordered().window(window).into()
        }
        Keep => stream.filter(|item| **item % 5 != 0).into(),
        Skip => stream.skip(2),
        Stateful => stream.scan(0, |_, item| Some(item)),
    };
    match buffer {
        Some(items) => stream.buffer(items),
        None => stream,
    }
}

/// Pairs of stages with every buffer, and some longer ones.
fn shapes() -> Vec<Vec<(Kind, Option<usize>)>> {
    let kinds =
        [Fused, Sync(3), Async(1), Async(4), Blocking(2), Ordered(3, 0), Ordered(3, 5), Keep, Skip, Stateful];
    let mut shapes = vec![vec![]];
    for first in kinds {
        for buffer in [None, Some(0), Some(1), Some(4)] {
            shapes.push(vec![(first, buffer)]);
            for second in kinds {
                shapes.push(vec![(first, buffer), (second, None)]);
            }
        }
    }
    shapes.push(vec![(Async(2), None), (Fused, None), (Keep, None), (Async(2), Some(3)), (Fused, None)]);
    shapes.push(vec![(Fused, Some(2)), (Ordered(4, 8), Some(2)), (Stateful, Some(1)), (Blocking(3), None)]);
    shapes
}

both_runtimes! {
    /// With a consumer that never gets on, what is alive grows to exactly the bound and stays there.
    async fn g04_items_alive_are_bounded() {
        for source_buffer in [None, Some(3)] {
            for shape in shapes() {
                let ledger = Counts::new();
                let mut stream = Stream::from_iter(ledger.items(0..100));
                if let Some(items) = source_buffer {
                    stream = stream.buffer(items);
                }
                let stream = shape.iter().fold(stream, |stream, (kind, buffer)| attach(stream, *kind, *buffer));
                let gate = Gate::new();
                let held = gate.clone();
                let run = stream.for_each_async(move |item| {
                    let held = held.clone();
                    async move { held.pass().await; drop(item) }
                });
                let most = run.max_in_flight();
                assert!(most < 100, "the source must not run dry");
                let run = tokio::spawn(run.into_future());
                until(|| ledger.alive() >= most).await;
                for _ in 0..30 {
                    tokio::task::yield_now().await;
                }
                gate.open();
                run.await.unwrap().unwrap();
                assert_eq!(ledger.most_alive(), most, "{shape:?} behind a source with buffer {source_buffer:?}");
                ledger.assert_clean();
            }
        }
    }

    /// With a consumer that gets on, it is never more.
    async fn g04_items_alive_are_bounded_while_items_flow() {
        for shape in shapes() {
            let ledger = Counts::new();
            let source = Stream::from_iter(ledger.items(0..60));
            let stream = shape.iter().fold(source, |stream, (kind, buffer)| attach(stream, *kind, *buffer));
            let run = stream.drain();
            let most = run.max_in_flight();
            run.await.unwrap();
            assert!(ledger.most_alive() <= most, "{} > {most} in {shape:?}", ledger.most_alive());
        }
    }

    async fn g04_a_fused_pipeline_holds_one() {
        let ledger = Counts::new();
        let run = Stream::from_iter(ledger.items(0..50)).map(|item| item).filter(|item| **item > 3).drain();
        assert_eq!(run.max_in_flight(), 1);
        run.await.unwrap();
        assert_eq!(ledger.most_alive(), 1);
    }

    async fn g04_no_bound_is_said_so() {
        let run = Stream::from_iter(0..9).map(|n| n).unbounded().count();
        assert_eq!(run.max_in_flight(), usize::MAX);
        assert_eq!(run.await.unwrap(), 9);
    }

    /// One item is read; then one waits in each stage, and one in the source's hand.
    async fn g05_backpressure_reaches_the_source() {
        let asked = Counter::default();
        let asking = asked.clone();
        let source = Stream::from_iter((0..).inspect(move |_| _ = asking.add()));
        let pass = |n: i32| async move { n };
        let mut reader = source.map_async(pass).map_async(pass).map_async(pass).open();
        assert_eq!(reader.next().await.unwrap().unwrap(), 0);
        asked.reaches(5).await;
        settle().await;
        assert_eq!(asked.get(), 5);
        assert_eq!(reader.next().await.unwrap().unwrap(), 1);
        asked.reaches(6).await;
        settle().await;
        assert_eq!(asked.get(), 6);
    }

    /// The same with room on every edge: as many more as there is room.
    async fn g05_buffers_let_the_source_run_ahead_by_their_size() {
        let asked = Counter::default();
        let asking = asked.clone();
        let source = Stream::from_iter((0..).inspect(move |_| _ = asking.add())).buffer(2);
        let pass = |n: i32| async move { n };
        let mut reader = source.map_async(pass).buffer(3).map_async(pass).workers(4).buffer(5).open();
        assert!(reader.next().await.unwrap().is_ok());
        let most = 1 + 2 + 1 + 3 + 4 + 5 + 1;
        asked.reaches(most).await;
        settle().await;
        assert_eq!(asked.get(), most);
    }

    /// Not a future, not a channel, not a task, before the first poll.
    async fn g14_nothing_starts_by_itself() {
        let started = Arc::new(AtomicBool::new(false));
        let mark = || {
            let started = started.clone();
            move || started.store(true, SeqCst)
        };
        let (made, asked, called, closed) = (mark(), mark(), mark(), mark());
        let run = Stream::defer(move || {
            made();
            (0..3).inspect(move |_| asked())
        })
        .buffer(4)
        .map_async(move |n| {
            called();
            async move { n }
        })
        .workers(3)
        .fold(0, move |sum, n| {
            closed();
            sum + n
        });
        settle().await;
        let running = run.into_future();
        settle().await;
        assert!(!started.load(SeqCst));
        assert_eq!(tasks(), 0);
        assert_eq!(running.await.unwrap(), 3);
        assert!(started.load(SeqCst));
    }

    async fn g14_a_run_that_is_never_polled_drops_what_it_has() {
        let ledger = Counts::new();
        let (items, token) = (ledger.items(0..3).collect::<Vec<_>>(), Arc::new(ledger.item(usize::MAX)));
        let stream = Stream::from_iter(items).map(move |item| (token.clone(), item));
        drop(stream.collect::<Vec<_>>().into_future());
        ledger.assert_clean();
        assert_eq!(tasks(), 0);
    }
}
