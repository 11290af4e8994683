//! Edges: what waits in them.

use pipeline_core::prelude::*;

use crate::support::{after, ms, never, paused, takes};

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
