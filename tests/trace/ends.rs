//! Traces of runs that do not end well, or not at all: the file is whole, and says what was under way.

use std::future::IntoFuture;

use pipeline_core::prelude::*;

use crate::support::{Place, Trace, both_runtimes, ms, multi_thread, never, paused, takes, traced};

fn words(trace: &Trace) -> Vec<String> {
    trace.of_run().into_iter().map(|(what, _)| what).collect()
}

both_runtimes! {
    async fn a_run_that_fails() {
        let run = Stream::from_iter(0..20_u32)
            .try_map_async(|n| async move { if n == 7 { Err("no") } else { Ok(n) } })
            .try_collect::<Vec<_>>();
        let (result, _, trace) = traced(run).await;
        assert!(matches!(result, Err(PipelineError::Item(_))));
        assert_eq!(words(&trace), ["failed"]);
    }

    async fn a_call_that_panics() {
        let run = Stream::from_iter(0..20_u32)
            .map_async(|n| async move { if n == 7 { panic!("boom \"7\" <b>") } else { n } }).name("break")
            .count();
        let (result, _, trace) = traced(run).await;
        assert!(matches!(result, Err(PipelineError::Panicked { .. })));
        assert_eq!(words(&trace), ["break failed", "failed"]);
        assert_eq!(trace.slices(1).iter().filter(|slice| slice.is_cut_off()).count(), 1);
        let failure = trace.events.iter().find(|event| event["name"] == "break failed").unwrap();
        assert_eq!(failure["args"]["reason"], "panicked: boom \"7\" <b>");
    }

    async fn a_run_that_is_dropped() {
        let place = Place::new();
        let (run, watch) = Stream::repeat(1).map_async(never).workers(3).drain().trace_to(place.path()).unwrap().watch();
        let running = run.spawn();
        while watch.snapshot().stages[1].workers.is_none_or(|workers| workers.in_call < 3) {
            tokio::task::yield_now().await;
        }
        drop(running);
        watch.ended().await;
        let trace = place.trace();
        assert_eq!(words(&trace), ["cancelled"]);
        let slices = trace.slices(1);
        assert!(slices.len() == 3 && slices.iter().all(|slice| slice.is_cut_off()), "{slices:?}");
    }

    async fn a_run_that_is_aborted() {
        let place = Place::new();
        let running = Stream::repeat(1).map_async(never).workers(2).drain().trace_to(place.path()).unwrap().spawn();
        running.control().abort();
        assert!(matches!(running.await, Err(PipelineError::Cancelled)));
        assert_eq!(place.trace().other["ended"], "cancelled");
    }

    async fn a_run_that_was_never_begun() {
        let place = Place::new();
        drop(Stream::from_iter(0..3).map_async(never).drain().trace_to(place.path()).unwrap());
        let trace = place.trace();
        assert!(trace.events.is_empty());
        assert_eq!(trace.other["ended"], "cancelled");
    }

    async fn a_run_that_is_refused() {
        let place = Place::new();
        let run = Stream::from_iter(0..3).map_async(never).workers(0).drain().trace_to(place.path()).unwrap();
        assert!(matches!(run.await, Err(PipelineError::InvalidOption { .. })));
        let trace = place.trace();
        assert!(trace.events.is_empty());
        assert_eq!(trace.other["ended"], "failed");
    }

    async fn a_call_that_blocks_beyond_the_end() {
        let place = Place::new();
        let (started, starts) = std::sync::mpsc::channel();
        let (go_on, goes_on) = std::sync::mpsc::channel::<()>();
        let goes_on = std::sync::Mutex::new(goes_on);
        let block = move |_: u32| {
            started.send(()).unwrap();
            _ = goes_on.lock().unwrap().recv();
        };
        let run = Stream::once(1).map_blocking(block).drain().trace_to(place.path()).unwrap();
        let (run, watch) = run.watch();
        let running = run.spawn();
        while starts.try_recv().is_err() {
            tokio::task::yield_now().await;
        }
        drop(running);
        watch.ended().await;
        let trace = place.trace();
        let slices = trace.slices(1);
        assert!(slices.len() == 1 && slices[0].is_cut_off(), "{slices:?}");
        go_on.send(()).unwrap();
    }

    async fn a_stage_that_is_left() {
        let run = Stream::from_iter(0..99_u32).map_async(|n| async move { n }).workers(4).take(5).count();
        let (result, _, trace) = traced(run).await;
        assert_eq!(result.unwrap(), 5);
        assert_eq!(words(&trace), ["succeeded"]);
    }

    async fn the_caller_runs_it() {
        let place = Place::new();
        let run = Stream::from_iter(0..9_u32).map_async(|n| async move { n }).workers(2).count();
        assert_eq!(run.trace_to(place.path()).unwrap().run_local().await.unwrap(), 9);
        assert_eq!(place.trace().slices(1).len(), 9);
    }
}

#[test]
fn a_runtime_that_is_shut_down() {
    let place = Place::new();
    let mut running = None;
    multi_thread(async {
        let run = Stream::repeat(1).map_async(never).workers(2).drain().trace_to(place.path()).unwrap();
        let (run, watch) = run.watch();
        running = Some(run.spawn());
        while watch.snapshot().stages[1].workers.is_none_or(|workers| workers.in_call < 2) {
            tokio::task::yield_now().await;
        }
    });
    drop(running);
    let trace = place.trace();
    assert_eq!(trace.slices(1).len(), 2);
    assert_ne!(trace.other["ended"], "succeeded");
}

#[test]
fn what_is_under_way_ends_with_the_run() {
    paused(async {
        let place = Place::new();
        let run = Stream::from_iter(0..9).map_async(takes(30)).workers(2).count();
        let (run, watch) = run.trace_to(place.path()).unwrap().watch();
        let running = run.spawn();
        tokio::time::sleep(ms(40)).await;
        drop(running);
        watch.ended().await;
        let slices = place.trace().slices(1);
        let times: Vec<_> =
            slices.iter().map(|s| (s.began / 1_000_000, s.ended / 1_000_000, s.is_cut_off())).collect();
        assert_eq!(times, [(0, 30, false), (0, 30, false), (30, 40, true), (30, 40, true)]);
    });
}

#[test]
fn stops_pauses_and_cancels_have_their_times() {
    paused(async {
        let place = Place::new();
        let run =
            Stream::interval(ms(10)).map_async(takes(25)).workers(4).count().trace_to(place.path()).unwrap();
        let running = run.into_future();
        let control = running.control();
        let running = tokio::spawn(running);
        tokio::time::sleep(ms(15)).await;
        control.pause();
        tokio::time::sleep(ms(10)).await;
        control.resume();
        tokio::time::sleep(ms(17)).await;
        control.stop();
        running.await.unwrap().unwrap();
        let of_run = place.trace().of_run();
        let expected = [("paused", 15), ("resumed", 25), ("stopped", 42)];
        assert!(of_run[..3].iter().map(|(what, at)| (what.as_str(), *at)).eq(expected), "{of_run:?}");
        assert_eq!(of_run[3].0, "succeeded");

        let cancelled =
            Stream::interval(ms(10)).map_async(takes(25)).drain().cancel_when(tokio::time::sleep(ms(33)));
        let (_, _, trace) = traced(cancelled).await;
        assert_eq!(trace.of_run(), [("cancelling".to_owned(), 33), ("cancelled".to_owned(), 33)]);
    });
}
