//! Parts of a pipeline that end by a signal.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures::FutureExt;
use pipeline_core::CancellationToken;
use pipeline_core::prelude::*;
use tokio::task::yield_now;

use crate::support::*;

/// Pipelines of one source up to a signal.
fn parts(source: impl Fn() -> Stream<usize>, signal: impl Fn() -> CancellationToken) -> Vec<Run<usize>> {
    let until = || signal().cancelled_owned();
    vec![
        source().take_until_future(until()).count(),
        source().take_until_future(until()).map_async(|n| async move { n }).workers(2).count(),
        source().map_async(|n| async move { n }).workers(2).take_until_future(until()).buffer(2).count(),
        source()
            .map_async(|n| async move { n })
            .take_until_future(pending())
            .take_until_future(until())
            .count(),
        source().take_until_future(until()).take_until_future(pending()).chain([1, 2]).count().map(|n| n - 2),
        Stream::defer({
            let (source, until) = (source(), until());
            move || source.take_until_future(until).map(|n| n)
        })
        .count(),
    ]
}

#[test]
fn a_part_that_is_ended_at_each_turn_gives_what_it_has_let_in() {
    for shape in 0..parts(Stream::empty, CancellationToken::new).len() {
        for turns in 0..30 {
            for whole in [false, true] {
                paused(async {
                    let (given, token) = (Arc::default(), CancellationToken::new());
                    let all = parts(|| counted(&given), || token.clone());
                    let running = all.into_iter().nth(shape).unwrap().spawn();
                    for _ in 0..turns {
                        yield_now().await;
                    }
                    if whole {
                        running.control().pause();
                        running.control().stop();
                        yield_now().await;
                    }
                    token.cancel();
                    let out = running.await.unwrap_or_default();
                    let given = given.load(Ordering::SeqCst);
                    // What stands behind a part is not started any more once the whole is stopped.
                    let chained = if shape == 4 && whole { given.saturating_sub(2) } else { given };
                    assert_eq!(out, chained, "shape {shape}, {turns} turns, whole: {whole}");
                });
            }
        }
    }
}

#[test]
fn what_stands_behind_a_part_goes_on() {
    paused(async {
        let ticks = || Stream::interval(Duration::from_secs(1)).map_async(|_| async { 1 });
        let part = ticks().take_until_future(tokio::time::sleep(Duration::from_millis(2_500)));
        let all = part.merge(ticks().take(10)).chain([5, 5]).collect::<Vec<_>>().await.unwrap();
        assert_eq!(all, [vec![1; 13], vec![5; 2]].concat());
    });
}

#[test]
fn a_call_under_way_is_finished_after_the_signal() {
    paused(async {
        let slow = Stream::interval(Duration::from_secs(1))
            .map_async(|_| tokio::time::sleep(Duration::from_secs(9)));
        let run = slow.workers(3).take_until_future(tokio::time::sleep(Duration::from_millis(1_500)));
        assert_eq!(run.count().await.unwrap(), 2);
    });
}

#[test]
fn a_branch_that_has_its_signal_leaves_and_the_others_go_on() {
    for turns in 0..30 {
        paused(async {
            let (now, signal) = signal();
            let [a, b] = Stream::from_iter(0..50).tee();
            let a = a.map_async(|n| async move { n }).take_until_future(signal).count();
            let running = Run::join((a, b.map_async(|n| yield_now().map(move |()| n)).count())).spawn();
            for _ in 0..turns {
                yield_now().await;
            }
            now.cancel();
            let (left, stayed) = running.await.unwrap();
            assert!(left < 50, "{left}");
            assert_eq!(stayed, 50);
        });
    }
}

#[test]
fn a_branch_behind_a_signal_that_does_not_come_is_given_all_when_the_run_stops() {
    for turns in 0..30 {
        paused(async {
            let given = Arc::default();
            let [a, b] = counted(&given).tee();
            let a = a.map_async(|n| async move { n }).take_until_future(pending()).count();
            let running = Run::join((a, b.count())).spawn();
            for _ in 0..turns {
                yield_now().await;
            }
            running.control().stop();
            let given = given.load(Ordering::SeqCst);
            let out = running.await.unwrap();
            assert!(out.0 == out.1 && out.0 >= given, "{out:?} of {given}");
        });
    }
}
