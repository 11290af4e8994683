//! Where a run is in its life, and who may look at it then.

use std::future::IntoFuture;

use pipeline_core::prelude::*;
use pipeline_core::{RunEnd, RunState, Watch};

use crate::support::{both_runtimes, counts, ended, ms, never, paused};

fn is_shared<T: Clone + Send + Sync + 'static>(_: &T) {}

both_runtimes! {
    async fn a_run_that_was_not_begun_is_cancelled_when_it_is_dropped() {
        let (run, watch) = Stream::from_iter(0..3).map(|n| n).count().watch();
        is_shared(&watch);
        let seen = watch.snapshot();
        assert_eq!((seen.state, seen.stages.len(), seen.edges.len()), (RunState::NotStarted, 3, 2));
        drop(run);
        watch.ended().await;
        assert_eq!(watch.snapshot().state, RunState::Ended(RunEnd::Cancelled));
    }

    async fn a_run_that_is_dropped_while_it_works() {
        let (run, watch) = Stream::repeat(1).map_async(never).workers(3).drain().watch();
        let running = run.spawn();
        tokio::task::yield_now().await;
        assert!(matches!(watch.snapshot().state, RunState::Working | RunState::NotStarted));
        drop(running);
        watch.ended().await;
        let seen = watch.snapshot();
        assert_eq!((seen.state, seen.alive), (RunState::Ended(RunEnd::Cancelled), 0));
    }

    async fn a_run_that_fails() {
        let (result, seen) = ended(Stream::from_iter(0..9).map(|n| 10 / (n - 4)).count()).await;
        assert!(result.is_err());
        assert_eq!(seen.state, RunState::Ended(RunEnd::Failed));
        assert_eq!(counts(&seen, "from_iter")[0], 5);
        let (result, seen) = ended(Stream::from_iter(0..9).map(|n| n).workers(0).count()).await;
        assert!(result.is_err());
        assert_eq!(seen.state, RunState::Ended(RunEnd::Failed));
    }

    async fn a_watch_sees_the_whole_run_that_its_run_becomes_part_of() {
        let (a, of_a) = Stream::from_iter(0..3).count().watch();
        let (both, of_both) = Run::join((a, Stream::from_iter(0..5).count())).name("ingest").watch();
        let mapped = both.map(|(a, b)| a + b).cancel_when(std::future::pending());
        assert_eq!(mapped.await.unwrap(), 8);
        let seen = [of_a.snapshot(), of_both.snapshot()];
        assert_eq!(seen[0], seen[1]);
        assert_eq!(seen[0].stages.len(), 4);
    }

    async fn it_holds_nothing_of_the_run_alive() {
        let item = std::sync::Arc::new(());
        let weak = std::sync::Arc::downgrade(&item);
        let (run, watch) = Stream::once(item).map_async(|item| async move { drop(item) }).drain().watch();
        let copy: Watch = watch.clone();
        run.await.unwrap();
        assert!(weak.upgrade().is_none());
        assert_eq!(copy.snapshot(), watch.snapshot());
    }

    async fn a_run_in_a_call_of_another_has_meters_of_its_own() {
        let inner = |n: u32| async move {
            let (run, watch) = Stream::from_iter(0..n).map_async(|n| async move { n }).workers(2).count().watch();
            let count = run.run_local().await.unwrap();
            assert_eq!(counts(&watch.snapshot(), "map_async")[0], u64::from(n));
            count
        };
        let (total, seen) = ended(Stream::from_iter(1..9).map_async(inner).workers(3).fold(0, |sum, n| sum + n)).await;
        assert_eq!(total.unwrap(), 36);
        assert_eq!(counts(&seen, "map_async"), [8, 8, 0, 0, 0]);
    }
}

#[test]
fn the_name_of_a_run_is_the_last_it_was_given() {
    paused(async {
        let name = |run: Run<usize>| async { ended(run).await.1.name };
        assert_eq!(name(Stream::from_iter(0..3).count()).await, None);
        assert_eq!(name(Stream::from_iter(0..3).count().name("ingest")).await.as_deref(), Some("ingest"));
        let wrapped = Stream::from_iter(0..3).count().name("ingest").cancel_when(std::future::pending());
        assert_eq!(name(wrapped).await.as_deref(), Some("ingest"));
        let renamed = Stream::from_iter(0..3).count().name("a").map(|n| n + 1).name("b");
        assert_eq!(name(renamed).await.as_deref(), Some("b"));
    });
}

#[test]
fn a_run_that_is_stopped_drains() {
    paused(async {
        let (run, watch) = Stream::interval(ms(10)).map_async(crate::support::takes(100)).count().watch();
        let running = run.into_future();
        let control = running.control();
        let running = tokio::spawn(running);
        tokio::time::sleep(ms(55)).await;
        assert_eq!(watch.snapshot().state, RunState::Working);
        control.stop();
        tokio::time::sleep(ms(10)).await;
        assert_eq!(watch.snapshot().state, RunState::Draining);
        let count = running.await.unwrap().unwrap() as u64;
        let seen = watch.snapshot();
        assert_eq!(seen.state, RunState::Ended(RunEnd::Succeeded));
        assert_eq!(counts(&seen, "map_async")[1], count);
        let elapsed = seen.elapsed;
        tokio::time::sleep(ms(1_000)).await;
        assert_eq!(watch.snapshot().elapsed, elapsed);
    });
}

/// The workers write their counts down on the way: there are enough of them for a curve, and not ever more.
#[test]
fn a_report_knows_how_it_went() {
    paused(async {
        for (items, least) in [(100, 40), (10_000, 100)] {
            let (run, watch) =
                Stream::from_iter(0..items).map_async(crate::support::takes(10)).count().watch();
            run.await.unwrap();
            let report = watch.report();
            assert!(report.to_string().contains("from_iter => map_async => count"), "{report}");
            let moments = format!("{report:?}").matches("Working").count();
            assert!((least..=256).contains(&moments), "{moments} for {items} items");
        }
    });
}
