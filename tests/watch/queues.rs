//! Edges: what waits in them.

use std::future::pending;

use futures::FutureExt;
use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counted, Counts};
use pipeline_core::{Held, Overflow, Snapshot};

use crate::support::{after, counts, ms, never, paused, stage, takes};

/// What waits in the channel.
fn queued(seen: &Snapshot) -> Held {
    let channel = stage(seen, "channel");
    channel.queued.unwrap_or_else(|| panic!("no queue: {channel:#?}"))
}

#[test]
fn a_full_buffer() {
    paused(async {
        let seen = after(1_000, Stream::from_iter(0..100).buffer(7).map_async(never).count()).await;
        let edge = &seen.edges[0];
        // One is in the call; seven wait, and one is in the hand of the source.
        assert_eq!((edge.capacity, edge.waiting, edge.high_water, edge.items), (Some(7), 8, 8, 9));
        assert!(edge.channel && edge.is_full());
        assert_eq!(seen.alive, 9);
        assert_eq!(seen.elapsed, ms(1_000));
    });
}

#[test]
fn a_rendezvous() {
    paused(async {
        let seen = after(1_000, Stream::from_iter(0..100).map_async(never).workers(3).count()).await;
        assert_eq!((seen.edges[0].capacity, seen.edges[0].waiting, seen.edges[0].items), (Some(0), 1, 4));
        assert!(seen.edges[0].is_full());
        let idle = after(1_000, Stream::<u8>::pending().map_async(never).count()).await;
        assert_eq!((idle.edges[0].waiting, idle.edges[0].is_full(), idle.alive), (0, false, 0));
    });
}

#[test]
fn high_water_stays() {
    paused(async {
        let burst = Stream::from_iter(0..10).chain(Stream::pending());
        let seen = after(1_000, burst.buffer(20).map_async(takes(10)).count()).await;
        assert_eq!((seen.edges[2].waiting, seen.edges[2].high_water), (0, 9), "{seen:#?}");
        assert_eq!(seen.stages.last().unwrap().items_in, 10);
    });
}

#[test]
fn fused_edges_hold_nothing() {
    paused(async {
        let seen = after(1_000, Stream::from_iter(0..10).map(|n| n).map_async(never).count()).await;
        assert!(!seen.edges[0].channel && seen.edges[0].waiting == 0 && seen.edges[0].high_water == 0);
        assert!(!seen.edges[0].is_full());
    });
}

#[test]
fn an_unbounded_buffer() {
    paused(async {
        let seen = after(1_000, Stream::from_iter(0..50).unbounded().map_async(never).count()).await;
        assert_eq!((seen.edges[0].capacity, seen.edges[0].waiting), (None, 49));
        assert!(!seen.edges[0].is_full());
    });
}

/// What the program has sent and the run has not taken in waits in the channel, and not in the run.
#[test]
fn a_channel_that_others_send_into() {
    paused(async {
        let (sender, items) = Stream::channel(7);
        let (run, watch) = items.map_async(takes(10)).count().watch();
        assert_eq!(watch.snapshot().stages[0].queued, None, "nothing is known before the run");
        let running = run.spawn();
        for n in 0..9 {
            sender.send(n).await.unwrap();
        }
        let seen = watch.snapshot();
        let waits = queued(&seen);
        // One is in the call, and one in the hand of the source.
        assert_eq!((waits.waiting, waits.high_water, waits.limit), (7, 7, Some(7)), "{seen:#?}");
        assert_eq!((seen.alive, stage(&seen, "channel").items_in), (2, 2));
        assert_eq!(stage(&seen, "channel").held, None, "it is not the source that keeps them");
        assert!(seen.to_mermaid().contains("7 wait to be taken in"), "{}", seen.to_mermaid());
        tokio::time::sleep(ms(45)).await;
        assert_eq!(queued(&watch.snapshot()).waiting, 3);
        drop(sender);
        assert_eq!(running.await.unwrap(), 9);
        let waits = queued(&watch.snapshot());
        assert_eq!((waits.waiting, waits.high_water), (0, 7));
    });
}

#[test]
fn a_channel_without_room_of_its_own_holds_nothing() {
    paused(async {
        let (sender, items) = Stream::channel(0);
        let (run, watch) = items.map_async(takes(10)).count().watch();
        let running = run.spawn();
        for n in 0..5 {
            sender.send(n).await.unwrap();
            let waits = queued(&watch.snapshot());
            assert_eq!((waits.waiting, waits.high_water, waits.limit), (0, 0, Some(0)));
        }
        drop(sender);
        assert_eq!(running.await.unwrap(), 5);
    });
}

/// Where the run is dropped, so is what waits, and the watch holds none of it.
#[test]
fn a_channel_whose_run_has_gone() {
    paused(async {
        let (sender, items) = Stream::channel(3);
        let item = std::sync::Arc::new(());
        let (run, watch) = items.map_async(never).count().watch();
        let running = run.spawn();
        for _ in 0..5 {
            sender.send(item.clone()).await.unwrap();
        }
        assert_eq!(queued(&watch.snapshot()).waiting, 3);
        drop(running);
        watch.ended().await;
        let waits = queued(&watch.snapshot());
        assert_eq!((waits.waiting, waits.high_water), (0, 3));
        assert_eq!(std::sync::Arc::strong_count(&item), 1);
    });
}

/// What a source keeps for its reader has been made. It was taken for what waits in a channel, which is not in the run.
#[test]
fn what_a_source_keeps_for_its_reader_is_alive() {
    paused(async {
        let source = Stream::from_iter(0..100).buffer(8).overflow(Overflow::DropOldest);
        let seen = after(1_000, source.map_async(never).count()).await;
        let source = stage(&seen, "from_iter");
        let held = source.held.unwrap();
        // The first of the last eight is in the call.
        assert_eq!((held.waiting, held.high_water, held.limit), (7, 8, Some(8)), "{seen:#?}");
        assert_eq!((seen.alive, source.queued), (8, None));
        assert_eq!(counts(&seen, "from_iter"), [100, 1, 0, 92, 0]);
    });
}

/// Of the results that wait for an earlier one, and those that are kept for the reader, only those were told of which
/// something was noted last, and those in the hands of workers were not.
#[test]
fn results_wait_for_an_earlier_one_and_for_their_reader() {
    paused(async {
        let made = Counts::new();
        let hangs = |n: Counted<u32>| async move { if *n == 6 { pending().await } else { n } };
        let ordered = Stream::from_iter(made.items(0..100)).map_async(hangs).workers(3).ordered();
        let run = ordered.buffer(4).overflow(Overflow::DropOldest).for_each_async(|n| async move {
            let _n = n;
            pending::<()>().await;
        });
        let (run, watch) = run.watch();
        let _running = run.spawn();
        tokio::time::sleep(ms(1_000)).await;
        let seen = watch.snapshot();
        let held = stage(&seen, "map_async").held.unwrap();
        // The window is full, two workers have a result beyond it, and four wait for the reader.
        assert_eq!((held.waiting, held.limit), (12, Some(10)), "{seen:#?}");
        assert_eq!(seen.alive, made.alive() as u64, "{seen:#?}");
    });
}

/// Both were counted in one place: what was told of one was that of the other.
#[test]
fn a_channel_and_what_its_source_keeps_are_told_apart() {
    paused(async {
        let (sender, items) = Stream::channel(4);
        let source = items.buffer(8).overflow(Overflow::DropOldest);
        let (run, watch) = source.map_async(never).count().watch();
        let running = run.spawn();
        for n in 0..20 {
            sender.send(n).await.unwrap();
            tokio::task::yield_now().await;
        }
        tokio::time::sleep(ms(1)).await;
        for n in 0..3 {
            // The run has no turn meanwhile.
            sender.send(n).now_or_never().expect("there is room").unwrap();
        }
        let seen = watch.snapshot();
        let (waits, held) = (queued(&seen), stage(&seen, "channel").held.unwrap());
        assert_eq!((waits.waiting, waits.limit), (3, Some(4)), "{seen:#?}");
        assert_eq!((held.waiting, held.high_water, held.limit), (8, 8, Some(8)), "{seen:#?}");
        assert_eq!((seen.alive, counts(&seen, "channel")), (9, [20, 1, 0, 11, 0]), "{seen:#?}");
        tokio::time::sleep(ms(1)).await;
        let seen = watch.snapshot();
        assert_eq!((queued(&seen).waiting, stage(&seen, "channel").held), (0, Some(held)), "{seen:#?}");
        assert_eq!((seen.alive, counts(&seen, "channel")), (9, [23, 1, 0, 14, 0]), "{seen:#?}");
        drop(running);
        watch.ended().await;
        let seen = watch.snapshot();
        // What it kept has gone with the run.
        assert_eq!((seen.alive, counts(&seen, "channel")), (0, [23, 1, 0, 22, 0]), "{seen:#?}");
    });
}

/// What had been sent and was not asked for any more was told to wait until the run had ended.
#[test]
fn a_channel_whose_reader_has_had_enough() {
    paused(async {
        let (sender, items) = Stream::channel(10);
        let (run, watch) = items.take(3).buffer(3).map_async(takes(1_000)).count().watch();
        let running = run.spawn();
        tokio::task::yield_now().await;
        for n in 0..10 {
            sender.send(n).await.unwrap();
        }
        assert_eq!(queued(&watch.snapshot()).waiting, 10);
        tokio::time::sleep(ms(10)).await;
        let waits = queued(&watch.snapshot());
        assert_eq!((waits.waiting, waits.high_water, sender.is_closed()), (0, 10, true));
        assert_eq!(sender.send(7).await.unwrap_err().into_item(), 7);
        assert_eq!(queued(&watch.snapshot()).waiting, 0);
        assert_eq!(running.await.unwrap(), 3);
    });
}
