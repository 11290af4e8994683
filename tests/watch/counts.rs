//! Items in, out, errors, retries, timeouts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;
use pipeline_core::{Elapsed, Overflow};

use crate::support::{both_runtimes, counts, ended, ms, paused, stage};

both_runtimes! {
    async fn fused_stages_have_counts() {
        let run = Stream::from_iter(0..10)
            .filter(|n| n % 2 == 0)
            .flat_map(|n| vec![n; 3])
            .chunks(4)
            .count();
        let (count, seen) = ended(run).await;
        assert_eq!(count.unwrap(), 4);
        assert_eq!(counts(&seen, "from_iter"), [10, 10, 0, 0, 0]);
        assert_eq!(counts(&seen, "filter"), [10, 5, 0, 5, 0]);
        assert_eq!(counts(&seen, "flat_map"), [5, 15, 0, 0, 10]);
        assert_eq!(counts(&seen, "chunks"), [15, 4, 0, 11, 0]);
        assert_eq!(counts(&seen, "count"), [4, 4, 0, 0, 0]);
        assert!(seen.stages.iter().all(|stage| stage.workers.is_none() && stage.calls.is_none()));
    }

    async fn workers_count_what_each_call_gives() {
        let run = Stream::from_iter(0..10)
            .flat_map_async(|n| async move { vec![n; n % 3] })
            .workers(3)
            .for_each_async(|_| async {})
            .workers(2);
        let (_, seen) = ended(run).await;
        // Three times 0, 1, 2, and once 0 items; four calls gave none, three gave one more than one.
        assert_eq!(counts(&seen, "flat_map_async"), [10, 9, 0, 4, 3]);
        assert_eq!(stage(&seen, "flat_map_async").calls.unwrap().count, 10);
        assert_eq!(counts(&seen, "for_each_async"), [9, 9, 0, 0, 0]);
    }

    async fn errors_are_counted_where_they_are_made() {
        let check = |n: i32| if n % 3 == 0 { Err("bad") } else { Ok(n) };
        let late = move |n: i32| async move { if n == 5 { Err("late") } else { Ok(n) } };
        let run = Stream::from_iter(0..10)
            .try_map(check)
            .try_map_async(late)
            .workers(2)
            .map(|n| n)
            .recover(|_| 0)
            .count();
        let (count, seen) = ended(run).await;
        assert_eq!(count.unwrap(), 10);
        assert_eq!(counts(&seen, "try_map"), [10, 6, 4, 0, 0]);
        assert_eq!(counts(&seen, "try_map_async"), [10, 9, 1, 0, 0]);
        assert_eq!(counts(&seen, "map"), [10, 10, 0, 0, 0]);
        assert_eq!(counts(&seen, "recover"), [10, 10, 0, 0, 0]);
    }

    async fn branches_have_counts_of_their_own() {
        let [small, large] = Stream::from_iter(0..10).route(|n| usize::from(*n >= 3));
        let run = Run::join((small.map_async(|n| async move { n }).count(), large.count()));
        let (_, seen) = ended(run).await;
        assert_eq!(counts(&seen, "route"), [10, 10, 0, 0, 0]);
        let of_split: Vec<_> =
            seen.edges.iter().filter(|edge| edge.label.is_some()).map(|edge| (edge.label.clone().unwrap(), edge.items)).collect();
        assert_eq!(of_split, [("0".to_owned(), 3), ("1".to_owned(), 7)]);
        assert_eq!(counts(&seen, "map_async"), [3, 3, 0, 0, 0]);
        assert_eq!(counts(&seen, "count#2"), [7, 7, 0, 0, 0]);
    }

    async fn a_tee_gives_more_than_it_takes() {
        let [a, b] = Stream::from_iter(0..10).tee();
        let (_, seen) = ended(Run::join((a.drain(), b.merge(Stream::from_iter(0..5)).drain()))).await;
        assert_eq!(counts(&seen, "tee"), [10, 20, 0, 0, 10]);
        assert_eq!(counts(&seen, "merge"), [15, 15, 0, 0, 0]);
    }

    async fn branches_that_share_an_edge_are_told_apart() {
        let branches: [_; 2] = Stream::from_iter(0..100).balance();
        let run = Run::join(branches.map(|branch| branch.map_async(|n| async move { n }).count()));
        let (counted, seen) = ended(run).await;
        let [a, b] = counted.unwrap();
        assert_eq!(a + b, 100);
        assert_eq!(counts(&seen, "balance"), [100, 100, 0, 0, 0]);
        assert_eq!(counts(&seen, "map_async")[0], a as u64);
        assert_eq!(counts(&seen, "map_async#2")[0], b as u64);
    }

    async fn what_overflows_is_filtered() {
        let run = Stream::from_iter(0..100).buffer(8).overflow(Overflow::DropNewest).count();
        let (count, seen) = ended(run).await;
        let given = count.unwrap() as u64;
        assert_eq!(counts(&seen, "from_iter"), [100, given, 0, 100 - given, 0]);
        assert_eq!(counts(&seen, "count"), [given, given, 0, 0, 0]);
        let held = stage(&seen, "from_iter").held.unwrap();
        assert!(held.waiting == 0 && held.high_water <= 8 && held.limit == Some(8), "{held:?}");
    }

    async fn an_expanding_stage_adds() {
        let children = |n: u32| async move { (n, (0..n).collect::<Vec<_>>()) };
        let (all, seen) = ended(Stream::from_iter([3_u32, 4]).expand_async(children).workers(2).count()).await;
        assert_eq!(all.unwrap(), 24);
        assert_eq!(counts(&seen, "expand_async"), [2, 24, 0, 0, 22]);
        assert!(stage(&seen, "expand_async").held.unwrap().high_water > 0);
    }
}

#[test]
fn retries_and_timeouts_are_counted() {
    paused(async {
        let tries = Arc::new(AtomicUsize::new(0));
        let count = tries.clone();
        // The first two calls of all hang, the third fails, the others succeed.
        let fetch = move |n: u32| {
            let attempt = count.fetch_add(1, Relaxed);
            async move {
                match attempt {
                    0 | 1 => std::future::pending::<Result<u32, Elapsed>>().await,
                    _ => Ok(n),
                }
            }
        };
        let policy = ConstantBuilder::new().with_delay(ms(5)).with_max_times(3);
        let run = Stream::from_iter(0..4).try_map_async(fetch).timeout(ms(100)).retry(policy).try_count();
        let (count, seen) = ended(run).await;
        assert_eq!(count.unwrap(), 4);
        let stage = stage(&seen, "try_map_async");
        assert_eq!((stage.retries, stage.timeouts, stage.errors), (2, 2, 0));
        assert_eq!(stage.calls.unwrap().max.as_millis() / 10, 21); // two timeouts and two waits: 210 ms
        assert_eq!(tries.load(Relaxed), 6);
    });
}
