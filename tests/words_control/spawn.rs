//! Runs that are spawned, aborted and dropped.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures::FutureExt;
use pipeline_core::prelude::*;
use pipeline_core::{CancellationToken, Control, Running};
use tokio::runtime::Builder;
use tokio::task::yield_now;

use crate::support::*;

fn is_control<T: Clone + Send + Sync + 'static>() {}

#[test]
fn a_control_can_be_anywhere() {
    is_control::<Control>();
    fn is_send<T: Send>() {}
    is_send::<Running<usize>>();
}

#[test]
fn spawned_it_starts_at_once() {
    both(|| async {
        let (sender, items) = Stream::channel(0);
        let total = items.map_async(|n| async move { n }).workers(2).fold(0, |sum, n| sum + n).spawn();
        for n in 1..=10 {
            sender.send(n).await.unwrap();
        }
        drop(sender);
        assert_eq!(total.await.unwrap(), 55);
    });
}

#[test]
fn spawned_without_a_runtime_it_says_so() {
    let running = Stream::from_iter(0..3).count().spawn();
    let control = running.control();
    assert!(matches!(running.now_or_never(), Some(Err(PipelineError::NoRuntime))));
    assert!(control.ended().now_or_never().is_some());
}

#[test]
fn spawned_and_dropped_it_is_cancelled() {
    both(|| async {
        let held = Held::default();
        let inside = held.clone();
        let run = Stream::repeat(1).inspect(move |_| drop(inside.clone())).map_async(|_| pending::<()>());
        let running = run.drain().spawn();
        let control = running.control();
        for _ in 0..3 {
            yield_now().await;
        }
        drop(running);
        control.ended().await;
        assert!(!held.is_held());
    });
}

#[test]
fn spawned_on_a_runtime_that_stops_it_says_so() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let running = {
        let _entered = runtime.enter();
        Stream::<i32>::pending().drain().spawn()
    };
    drop(runtime);
    assert!(matches!(running.now_or_never(), Some(Err(PipelineError::RuntimeStopped))));
}

#[test]
fn a_failure_of_a_spawned_run_is_told_where_it_is_awaited() {
    both(|| async {
        let running = Stream::from_iter([0]).map(|n: i32| 1 / n).name("invert").drain().spawn();
        assert_eq!(running.await.unwrap_err().stage(), Some("invert"));
    });
}

#[test]
fn controls_hold_nothing_alive_and_dropping_them_changes_nothing() {
    both(|| async {
        let held = Held::default();
        let inside = held.clone();
        let running = Stream::from_iter(0..9).inspect(move |_| drop(inside.clone())).count().into_future();
        let (control, other) = (running.control(), running.control());
        drop(other);
        assert_eq!(running.await.unwrap(), 9);
        assert!(!held.is_held());
        // After the end nothing happens any more.
        control.ended().await;
        control.pause();
        control.stop();
        control.abort();
        assert!(control.stop_within(Duration::ZERO).await.in_time);
    });
}

#[test]
fn a_run_that_was_never_started_has_ended_when_it_is_dropped() {
    let running = Stream::from_iter(0..9).count().into_future();
    let control = running.control();
    assert!(control.ended().now_or_never().is_none());
    drop(running);
    assert!(control.ended().now_or_never().is_some());
}

#[test]
fn aborted_at_each_turn_it_is_cancelled() {
    for turns in 0..40 {
        paused(async {
            let held = Held::default();
            let inside = held.clone();
            let stream = Stream::repeat(1).inspect(move |_| drop(inside.clone()));
            let running = stream.map_async(|n| async move { n }).workers(2).buffer(1).drain().spawn();
            for _ in 0..turns {
                yield_now().await;
            }
            running.control().abort();
            assert!(matches!(running.await, Err(PipelineError::Cancelled)));
            assert!(!held.is_held());
        });
    }
}

#[test]
fn aborted_before_it_starts_it_starts_nothing() {
    paused(async {
        let given = Arc::default();
        let running = counted(&given).drain().into_future();
        running.control().abort();
        assert!(matches!(running.await, Err(PipelineError::Cancelled)));
        assert_eq!(given.load(Ordering::SeqCst), 0);
    });
}

#[test]
fn cancelled_with_its_token() {
    both(|| async {
        let token = CancellationToken::new();
        let running =
            Stream::repeat(1).map_async(|_| pending::<()>()).drain().cancel_on(token.clone()).spawn();
        yield_now().await;
        token.cancel();
        assert!(matches!(running.await, Err(PipelineError::Cancelled)));
    });
}

#[test]
fn aborted_while_paused_it_is_cancelled() {
    both(|| async {
        let running = Stream::repeat(1).drain().into_future();
        running.control().pause();
        let control = running.control();
        let (ended, ()) = tokio::join!(running, async move { control.abort() });
        assert!(matches!(ended, Err(PipelineError::Cancelled)));
    });
}
