//! Edges: what waits in them.

use pipeline_core::prelude::*;

use crate::support::{after, ms, never, paused, stage, takes};

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

/// What the program has sent and the run has not taken in waits in the channel: it is held by the source.
#[test]
fn a_channel_that_others_send_into() {
    paused(async {
        let (sender, items) = Stream::channel(7);
        let (run, watch) = items.map_async(takes(10)).count().watch();
        assert_eq!(watch.snapshot().stages[0].held, None, "nothing is known before the run");
        let running = run.spawn();
        for n in 0..9 {
            sender.send(n).await.unwrap();
        }
        let seen = watch.snapshot();
        let held = stage(&seen, "channel").held.unwrap();
        // One is in the call, and one in the hand of the source.
        assert_eq!((held.waiting, held.high_water, held.limit), (7, 7, Some(7)), "{seen:#?}");
        assert_eq!((seen.alive, stage(&seen, "channel").items_in), (2, 2));
        tokio::time::sleep(ms(45)).await;
        assert_eq!(stage(&watch.snapshot(), "channel").held.unwrap().waiting, 3);
        drop(sender);
        assert_eq!(running.await.unwrap(), 9);
        let held = stage(&watch.snapshot(), "channel").held.unwrap();
        assert_eq!((held.waiting, held.high_water), (0, 7));
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
            let held = stage(&watch.snapshot(), "channel").held.unwrap();
            assert_eq!((held.waiting, held.high_water, held.limit), (0, 0, Some(0)));
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
        assert_eq!(stage(&watch.snapshot(), "channel").held.unwrap().waiting, 3);
        drop(running);
        watch.ended().await;
        assert_eq!(stage(&watch.snapshot(), "channel").held.unwrap().waiting, 0);
        assert_eq!(std::sync::Arc::strong_count(&item), 1);
    });
}
