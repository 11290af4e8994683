//! Ends that do not come, and ends that come early, on either side.

use std::future::{IntoFuture, pending};
use std::time::Duration;

use futures::StreamExt;
use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counted, Counts, SinkProbe, SourceProbe, every_turn};

use crate::support::{Watchdog, both_runtimes, on, paused, text, until};

type Item = Counted<usize>;
type Shape = fn(Stream<Item>) -> Stream<Item>;

/// Stages of every kind that gives an item for an item.
const SHAPES: [(&str, Shape); 14] = [
    ("fused", |s| s.map(|n| n).filter(|_| true).into()),
    ("a chain of state", |s| s.skip(0).scan((), |(), n| Some(n))),
    ("a buffer", |s| s.buffer(3).map(|n| n).buffer(0).into()),
    ("no bound", |s| s.map(|n| n).unbounded().into()),
    ("awaited", |s| s.map_async(|n| async { n }).into()),
    ("workers", |s| s.map_async(|n| async { n }).workers(3).into()),
    ("ordered workers", |s| s.map_async(|n| async { n }).workers(3).ordered().window(1).into()),
    ("elastic workers", |s| s.map_async(|n| async { n }).workers(1..=4).into()),
    ("keyed workers", |s| s.map_by_key(|n| **n % 3, |n| n).workers(3).into()),
    ("blocking", |s| s.map_blocking(|n| n).workers(2).ordered().into()),
    ("chunks", |s| s.chunks(3).flatten().into()),
    ("merged", |s| s.merge(Stream::empty())),
    ("a split", |s| {
        let [a, b] = s.balance();
        a.merge(b)
    }),
    ("expanded", |s| s.expand(|n| (n, None)).into()),
];

both_runtimes! {
    async fn f30_a_source_that_never_yields() {
        for (name, shape) in SHAPES {
            let gone = shape(Stream::pending()).count().cancel_when(async {});
            assert_eq!(text(gone.await), "the run was cancelled", "{name}");
            let running = shape(Stream::pending()).drain().spawn();
            tokio::task::yield_now().await;
            drop(running);
            assert_eq!(shape(Stream::pending()).take(0).count().await.unwrap(), 0, "{name}");
            let running = shape(Stream::pending()).count().spawn();
            running.control().stop();
            assert_eq!(running.await.unwrap(), 0, "{name}");
        }
    }

    /// A task that never gives way to a signal would be a run that cannot be stopped.
    async fn f31_a_source_that_is_always_ready_and_never_ends() {
        for (name, shape) in SHAPES {
            let counts = Counts::new();
            let making = counts.clone();
            let endless = Stream::repeat_with(move || making.item(1));
            let seen = counts.clone();
            let enough = async move { until(|| seen.made() > 100).await };
            assert_eq!(text(shape(endless).drain().cancel_when(enough).await), "the run was cancelled", "{name}");
            counts.assert_clean();
        }
    }

    async fn f32_a_sink_that_never_reads() {
        for (name, shape) in SHAPES {
            let counts = Counts::new();
            let run = shape(Stream::from_iter(counts.items(0..2_000))).for_each_async(|held| async {
                pending::<()>().await;
                drop(held);
            });
            let told = run.max_in_flight();
            let running = run.spawn();
            for _ in 0..200 {
                tokio::task::yield_now().await;
            }
            assert!(counts.most_alive() <= told, "{name}: {} alive, {told} told", counts.most_alive());
            assert!(counts.dropped() == 0, "{name}");
            running.control().abort();
            assert_eq!(text(running.await), "the run was cancelled", "{name}");
            counts.assert_clean();
        }
    }

    async fn f33_a_reader_that_leaves_behind_each_stage_at_each_item() {
        for (name, shape) in SHAPES {
            for leaves_at in 0..8 {
                let counts = Counts::new();
                let run = shape(Stream::from_iter(counts.items(0..8))).take(leaves_at).count();
                assert_eq!(run.await.unwrap(), leaves_at, "{name}");
                counts.assert_clean();
                // The source has no end, and behind what leaves stands another stage.
                let run = shape(Stream::from_iter(counts.items(0..))).take(leaves_at).map_async(|n| async { n }).count();
                assert_eq!(run.await.unwrap(), leaves_at, "{name}");
                counts.assert_clean();
            }
        }
    }

    async fn f34_a_reader_by_hand_that_is_dropped_or_closed_at_each_item() {
        for (name, shape) in SHAPES {
            for leaves_at in 0..8 {
                let counts = Counts::new();
                let mut open = shape(Stream::from_iter(counts.items(0..))).open();
                for _ in 0..leaves_at {
                    open.next().await.unwrap().unwrap();
                }
                let control = open.control();
                if leaves_at % 2 == 0 {
                    assert!(open.close().await.is_ok(), "{name}");
                } else {
                    drop(open);
                    control.ended().await;
                }
                counts.assert_clean();
            }
        }
    }

    /// Half of a split that is dropped unread leaves, and the other goes on.
    async fn f35_a_branch_that_leaves_early() {
        let counts = Counts::new();
        let [a, b] = Stream::from_iter(counts.items(0..50)).tee();
        assert_eq!(Run::join((a.take(3).count(), b.count())).await.unwrap(), (3, 50));
        let (a, b) = Stream::from_iter(counts.items(0..50)).partition(|n| **n % 2 == 0);
        assert_eq!(Run::join((a.first(), b.count())).await.unwrap().1, 25);
        let [a, b] = Stream::from_iter(counts.items(0..50)).tee();
        drop(a);
        assert_eq!(b.count().await.unwrap(), 50);
        counts.assert_clean();
    }

    /// What would wait for ever is refused, by name.
    async fn f36_a_branch_that_is_not_part_of_the_run() {
        let counts = Counts::new();
        let [a, b] = Stream::from_iter(counts.items(0..50)).tee();
        let ended = a.count().await;
        assert!(matches!(&ended, Err(PipelineError::MissingBranch { stage, branch: 1, .. }) if stage == "tee"), "{ended:?}");
        drop(b);
        counts.assert_clean();
        assert_eq!(counts.made(), 0);
    }

    async fn f37_senders_and_receivers_that_go_away() {
        let counts = Counts::new();
        let (sender, items) = Stream::channel(2);
        let running = items.take(1).count().spawn();
        sender.send(counts.item(1)).await.unwrap();
        assert_eq!(running.await.unwrap(), 1);
        let refused = sender.send(counts.item(2)).await.unwrap_err();
        assert_eq!(refused.into_item(), 2);
        let (sender, items) = Stream::channel(2);
        sender.send(counts.item(3)).await.unwrap();
        drop(items);
        let (gone, receiver) = tokio::sync::mpsc::channel(2);
        drop(gone);
        assert_eq!(Stream::<Item>::from_receiver(receiver).count().await.unwrap(), 0);
        let (target, nobody) = tokio::sync::mpsc::channel(2);
        drop(nobody);
        let ended = Stream::from_iter(counts.items(0..5)).send_to(target).await;
        assert!(ended.as_ref().is_err_and(|error| error.stage() == Some("send_to")), "{ended:?}");
        drop(sender);
        counts.assert_clean();
    }
}

#[test]
fn f38_a_run_that_is_dropped_after_every_turn() {
    let _watchdog = Watchdog::start();
    for (name, shape) in SHAPES {
        // Calls on other threads take turns that nobody counts.
        if name == "blocking" {
            continue;
        }
        let turns = every_turn(|| {
            let counts = Counts::new();
            shape(Stream::from_iter(counts.items(0..4))).map_async(|n| async { n }).count()
        });
        assert!(turns > 1, "{name} has turns");
    }
}

/// Both sides at once: a source that was asked and gives nothing, and a sink that goes.
#[test]
fn f39_a_sink_that_leaves_while_the_source_is_asked() {
    for (name, shape) in SHAPES {
        on(paused(), async move {
            let counts = Counts::new();
            let (mut source, items) = SourceProbe::new();
            let mut sink = SinkProbe::of(shape(items));
            source.expect_no_request().await;
            sink.request(2);
            source.send(counts.item(1)).await;
            source.expect_request().await;
            if name != "chunks" {
                sink.expect_next(1).await;
            }
            sink.expect_no_item_for(Duration::from_secs(3_600)).await;
            sink.leave().await;
            source.expect_left().await;
            counts.assert_clean();
        });
    }
}

/// The run is not awaited any more, and not dropped either: it stays as it is, and goes with its runtime.
#[test]
fn f40_a_run_that_nobody_polls_any_more() {
    let _watchdog = Watchdog::start();
    let counts = Counts::new();
    let runtime = crate::support::one_thread();
    let mut running = Stream::from_iter(counts.items(0..)).map_async(|n| async { n }).drain().into_future();
    runtime.block_on(async {
        assert!(futures::poll!(&mut running).is_pending());
        tokio::task::yield_now().await;
    });
    drop(runtime);
    assert_eq!(
        text(futures::executor::block_on(running)),
        "the runtime stopped before the pipeline had ended"
    );
    counts.assert_clean();
}
