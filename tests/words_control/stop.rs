//! Runs that are stopped and paused: what was let in comes out.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::FutureExt;
use pipeline_core::prelude::*;
use tokio::task::yield_now;

use crate::support::*;

#[test]
fn stopped_at_each_turn_what_was_let_in_comes_out() {
    for shape in 0..shapes(Stream::empty).len() {
        for turns in 0..30 {
            paused(async {
                let given = Arc::default();
                let running = shapes(|| counted(&given)).swap_remove(shape).spawn();
                for _ in 0..turns {
                    yield_now().await;
                }
                running.control().stop();
                let out = running.await.unwrap();
                assert_eq!(out, given.load(Ordering::SeqCst), "shape {shape}, {turns} turns");
            });
        }
    }
}

#[test]
fn stopped_from_another_thread_what_was_let_in_comes_out() {
    multi_thread(async {
        for shape in 0..shapes(Stream::empty).len() {
            for turns in 0..30 {
                let given = Arc::default();
                let running = shapes(|| counted(&given)).swap_remove(shape).spawn();
                for _ in 0..turns {
                    yield_now().await;
                }
                running.control().stop();
                assert_eq!(running.await.unwrap(), given.load(Ordering::SeqCst), "shape {shape}");
            }
        }
    });
}

#[test]
fn stopped_before_it_starts_it_gives_what_an_empty_input_gives() {
    both(|| async {
        let given = Arc::default();
        let running = counted(&given).chunks(3).collect::<Vec<_>>().into_future();
        running.control().stop();
        assert_eq!(running.await.unwrap(), Vec::<Vec<usize>>::new());
        assert_eq!(given.load(Ordering::SeqCst), 0);
        let made = Stream::defer(|| -> Vec<i32> { panic!("made all the same") }).count().into_future();
        made.control().stop();
        assert_eq!(made.await.unwrap(), 0);
    });
}

#[test]
fn stopped_while_paused_it_ends() {
    for turns in 0..30 {
        paused(async {
            let given = Arc::default();
            let running = counted(&given).map_async(|n| async move { n }).workers(2).count().spawn();
            let control = running.control();
            for _ in 0..turns {
                yield_now().await;
            }
            control.pause();
            tokio::time::sleep(Duration::from_secs(1)).await;
            control.stop();
            // For good.
            control.resume();
            control.pause();
            assert_eq!(running.await.unwrap(), given.load(Ordering::SeqCst));
        });
    }
}

#[test]
fn paused_nothing_is_let_in_and_what_is_inside_goes_on() {
    paused(async {
        let (given, done) = (Arc::default(), Arc::new(AtomicUsize::new(0)));
        let finished = done.clone();
        let slow = counted(&given).map_async(move |_| {
            let finished = finished.clone();
            tokio::time::sleep(Duration::from_secs(3)).map(move |()| finished.fetch_add(1, Ordering::SeqCst))
        });
        let running = slow.workers(2).buffer(4).count().spawn();
        tokio::time::sleep(Duration::from_secs(1)).await;
        running.control().pause();
        tokio::time::sleep(Duration::from_secs(60)).await;
        let let_in = given.load(Ordering::SeqCst);
        assert_eq!(done.load(Ordering::SeqCst), let_in, "all that is inside is finished");
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(given.load(Ordering::SeqCst), let_in);
        running.control().resume();
        tokio::time::sleep(Duration::from_secs(4)).await;
        assert!(given.load(Ordering::SeqCst) > let_in);
        running.control().stop();
        assert_eq!(running.await.unwrap(), given.load(Ordering::SeqCst));
    });
}

#[test]
fn stopped_by_a_signal_at_each_turn_what_was_let_in_comes_out() {
    for shape in 0..shapes(Stream::empty).len() {
        for turns in 0..20 {
            paused(async {
                let given = Arc::default();
                let (now, signal) = signal();
                let running = shapes(|| counted(&given)).swap_remove(shape).stop_when(signal).spawn();
                for _ in 0..turns {
                    yield_now().await;
                }
                now.cancel();
                assert_eq!(
                    running.await.unwrap(),
                    given.load(Ordering::SeqCst),
                    "shape {shape}, {turns} turns"
                );
            });
        }
    }
}

#[test]
fn a_signal_that_is_ready_lets_nothing_in() {
    both(|| async {
        let given = Arc::default();
        assert_eq!(counted(&given).count().stop_when(async {}).await.unwrap(), 0);
        assert_eq!(counted(&given).take_until_future(async {}).count().await.unwrap(), 0);
        assert_eq!(given.load(Ordering::SeqCst), 0);
    });
}

#[test]
fn a_signal_stops_all_that_is_joined_and_is_dropped_at_the_end() {
    both(|| async {
        let (held, (now, signal)) = (Held::default(), signal());
        let inside = held.clone();
        let first = Stream::repeat(1).count().stop_when(async move {
            let _inside = inside;
            signal.await;
        });
        let running = Run::join((first, Stream::repeat(2).count())).spawn();
        yield_now().await;
        now.cancel();
        running.await.unwrap();
        assert!(!held.is_held());

        let inside = held.clone();
        let run = Stream::from_iter(0..3).count().stop_when(async move {
            let _inside = inside;
            pending::<()>().await;
        });
        assert_eq!(run.await.unwrap(), 3);
        assert!(!held.is_held());
    });
}

#[test]
fn a_signal_that_panics_fails_the_run() {
    both(|| async {
        let run = Stream::repeat(1).drain().stop_when(async { panic!("no signal") });
        assert_eq!(run.await.unwrap_err().stage(), Some("drain"));
        let run = Stream::repeat(1).drain().stop_when(yield_now().map(|()| panic!("no signal")));
        assert_eq!(run.await.unwrap_err().stage(), Some("drain"));
        for now in [true, false] {
            let until = Stream::repeat(1).take_until_future(async move {
                if !now {
                    yield_now().await;
                }
                panic!("no signal")
            });
            let failed = until.count().await.unwrap_err();
            assert_eq!(failed.stage(), Some("take_until_future"));
            assert!(matches!(failed, PipelineError::Panicked { .. }));
        }
    });
}

#[test]
fn a_signal_stops_a_run_in_the_callers_task() {
    let (now, signal) = signal();
    let given = Arc::new(AtomicUsize::new(0));
    let run = counted(&given)
        .inspect(move |n| {
            if *n == 100 {
                now.cancel()
            }
        })
        .map_async(|n| async move { n });
    let out = futures::executor::block_on(run.workers(3).count().stop_when(signal).run_local()).unwrap();
    assert_eq!(out, given.load(Ordering::SeqCst));
}
