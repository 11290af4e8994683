//! Slices and counters: calls, and what waits between stages.

use pipeline_core::prelude::*;

use crate::support::{both_runtimes, ms, paused, takes, traced};

/// A call that gives way now and then.
async fn quick(n: u32) -> u32 {
    if n.is_multiple_of(3) {
        tokio::task::yield_now().await;
    }
    n
}

both_runtimes! {
    async fn slices_are_the_calls_that_were_counted() {
        let run = Stream::from_iter(0..500_u32)
            .map(|n| n + 1)
            .map_async(quick).workers(4).buffer(8)
            .try_map_async(|n| async move { if n % 5 == 0 { Err(n) } else { Ok(n) } }).workers(3).ordered()
            .filter(|n| n % 2 == 0).workers(2)
            .ok_only()
            .map_by_key(|n| n % 7, |n| n).workers(3)
            .for_each_async(|_| async {});
        let (result, seen, trace) = traced(run).await;
        result.unwrap();
        let calls: Vec<_> = (0..seen.stages.len()).map(|stage| trace.slices(stage).len()).collect();
        assert_eq!(calls, [0, 0, 500, 500, 500, 0, 200, 200]);
        assert!(trace.of_run().iter().map(|(what, _)| what.as_str()).eq(["succeeded"]));
    }

    async fn splits_and_joins_have_a_queue_for_each_branch() {
        let [left, right] = Stream::from_iter(0..100_u32).map_async(quick).tee();
        let merged = left.map_async(quick).workers(2).merge(right.map_async(quick)).buffer(4);
        let (result, seen, trace) = traced(merged.map_async(quick).workers(2).count().name("ingest")).await;
        assert_eq!(result.unwrap(), 200);
        assert_eq!(trace.processes()[0], "ingest");
        assert_eq!(trace.other["pipeline"], "ingest");
        let merge = seen.stages.iter().position(|stage| stage.operator == "merge").unwrap();
        assert_eq!(trace.queues(merge).len(), 2);
    }

    async fn calls_that_block() {
        let run = Stream::from_iter(0..50).map_blocking(|n| n + 1).workers(3).map_blocking(|n| n).ordered().count();
        let (result, _, trace) = traced(run).await;
        assert_eq!((result.unwrap(), trace.slices(1).len()), (50, 50));
    }

    async fn calls_with_many_results_and_none() {
        let run = Stream::from_iter(0..40_u32)
            .flat_map_async(|n| async move { 0..n % 3 })
            .map_async(quick).workers(2).ordered()
            .for_each_async(|_| async {}).workers(2);
        traced(run).await.0.unwrap();
    }

    async fn items_that_come_back() {
        let run = Stream::once(6_u32)
            .expand_async(|n| async move { (n, (0..n).collect::<Vec<_>>()) }).workers(3)
            .map_async(quick).count();
        let (result, _, trace) = traced(run).await;
        assert_eq!((result.unwrap(), trace.slices(1).len()), (64, 64));
    }

    async fn ten_thousand_workers() {
        let gate = std::sync::Arc::new(tokio::sync::Barrier::new(10_000));
        let wait = move |_| {
            let gate = gate.clone();
            async move { _ = gate.wait().await }
        };
        let (result, seen, trace) = traced(Stream::from_iter(0..10_000).map_async(wait).workers(10_000).count()).await;
        assert_eq!(result.unwrap(), 10_000);
        assert_eq!(seen.stages[1].workers.unwrap().started, 10_000);
        let rows: std::collections::BTreeSet<_> = trace.slices(1).into_iter().map(|slice| slice.row).collect();
        assert_eq!(rows.len(), 10_000);
    }

    async fn a_number_of_workers_that_is_found() {
        let run = Stream::from_iter(0..300).map_async(quick).workers(1..=8).map_async(quick).workers(1..=4).ordered().count();
        assert_eq!(traced(run).await.0.unwrap(), 300);
    }

    async fn a_run_in_a_call_of_another() {
        let inner = |n: u32| async move { Stream::from_iter(0..n).map_async(quick).workers(2).count().run_local().await.unwrap() };
        let (result, _, trace) = traced(Stream::from_iter(1..9).map_async(inner).workers(3).count()).await;
        assert_eq!((result.unwrap(), trace.slices(1).len()), (8, 8));
    }
}

#[test]
fn times_are_exact() {
    paused(async {
        let run = Stream::from_iter(0..3).buffer(4).map_async(takes(10)).for_each_async(|n| async move {
            takes(4)(n).await;
        });
        let (_, seen, trace) = traced(run).await;
        assert_eq!(seen.elapsed, ms(34));
        let times = |stage| -> Vec<_> {
            let slices = trace.slices(stage).into_iter();
            slices.map(|slice| (slice.began / 1_000, slice.ended / 1_000)).collect()
        };
        assert_eq!(times(1), [(0, 10_000), (10_000, 20_000), (20_000, 30_000)]);
        assert_eq!(times(2), [(10_000, 14_000), (20_000, 24_000), (30_000, 34_000)]);
        let queue: Vec<_> =
            trace.queues(1)["queue from from_iter"].iter().map(|(at, n)| (at / 1_000_000, *n)).collect();
        assert_eq!(queue.last(), Some(&(20, 0)), "{queue:?}");
        assert!(queue.contains(&(0, 2)) && queue.contains(&(10, 1)), "{queue:?}");
        assert_eq!(trace.of_run(), [("succeeded".to_owned(), 34)]);
    });
}
