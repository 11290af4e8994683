//! Large and odd pipelines.

use pipeline_core::prelude::*;

use crate::support::{both_runtimes, counts, ended, stage};

both_runtimes! {
    async fn ten_thousand_stages() {
        let first: Stream<u64> = Stream::from_iter(0..10).map(|n| n).into();
        let long = (0..10_000).fold(first, |stream, _| stream.map(|n| n + 1).into());
        let (sum, seen) = ended(long.fold(0, |sum, n| sum + n)).await;
        assert_eq!(sum.unwrap(), 100_045);
        assert!(seen.stages.iter().all(|stage| (stage.items_in, stage.filtered) == (10, 0)));
    }

    async fn ten_thousand_workers() {
        let (_, seen) = ended(Stream::from_iter(0..20_000).map_async(|n| async move { n }).workers(10_000).count()).await;
        let workers = stage(&seen, "map_async").workers.unwrap();
        assert_eq!((workers.limit, counts(&seen, "map_async")[1]), (10_000, 20_000));
        assert!(workers.started <= 10_000);
    }

    async fn a_stream_that_is_lifted_onto_the_other_track() {
        let plain = || Stream::from_iter(0..50).map_async(|n| async move { n }).workers(3).buffer(4);
        let tried = Stream::from_iter(0..50).try_map(|n: i32| if n < 0 { Err("negative") } else { Ok(n) });
        let (_, seen) = ended(tried.merge(plain()).ok_only().count()).await;
        assert_eq!(counts(&seen, "map_async"), [50, 50, 0, 0, 0]);
        assert_eq!(counts(&seen, "merge"), [100, 100, 0, 0, 0]);
        assert_eq!(counts(&seen, "count"), [100, 100, 0, 0, 0]);
    }

    async fn a_reader_that_leaves_early() {
        let run = Stream::from_iter(0..1_000).map_async(|n| async move { n }).workers(4).take(5).collect::<Vec<_>>();
        let (items, seen) = ended(run).await;
        assert_eq!(items.unwrap().len(), 5);
        assert_eq!(counts(&seen, "take")[1], 5);
        assert_eq!(counts(&seen, "collect"), [5, 5, 0, 0, 0]);
        assert_eq!(seen.alive, 0);
    }

    async fn streams_that_are_made_while_the_run_works() {
        let made = |n: u32| Stream::from_iter(0..n).map_async(|n| async move { n });
        let (_, seen) = ended(Stream::from_iter([3_u32, 4]).flat_map_stream(made).count()).await;
        assert_eq!(counts(&seen, "flat_map_stream"), [2, 7, 0, 0, 5]);
        assert_eq!(seen.stages.len(), 3);
    }
}
