//! Runs that tell when they stand still.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipeline_core::prelude::*;

use crate::support::{ms, never, paused, takes};

/// What is told within a minute of a run that stands still after 10 s, each with when that was.
async fn told<R: Send + 'static, S: Send + 'static>(
    run: Run<R, std::convert::Infallible, S>,
) -> Vec<(u64, String)> {
    let all = Arc::new(Mutex::new(Vec::new()));
    let (tell, start) = (all.clone(), tokio::time::Instant::now());
    let run = run.stall_after(Duration::from_secs(10), move |stall| {
        tell.lock().unwrap().push((start.elapsed().as_secs(), stall.to_string()));
    });
    _ = tokio::time::timeout(Duration::from_secs(60), run).await;
    all.lock().unwrap().drain(..).collect()
}

fn at(time: u64, text: &str) -> (u64, String) {
    (time, text.to_owned())
}

#[test]
fn a_call_that_hangs_is_told_once() {
    paused(async {
        let hangs = |n: u32| async move { if n == 5 { never(n).await } else { n } };
        let run =
            Stream::from_iter(0..100).buffer(7).map_async(hangs).name("fetch").map_async(takes(1)).count();
        assert_eq!(told(run).await, [at(10, "`fetch` has been in one call for 10s; 8 items wait before it")]);
        let run = Stream::from_iter(0..100).map_async(never::<u32>).name("fetch").workers(3).count();
        assert_eq!(
            told(run).await,
            [at(10, "`fetch` has been in the same 3 calls for 10s; one item waits before it")]
        );
    });
}

#[test]
fn each_stand_still_is_told_in_its_time() {
    paused(async {
        // Calls of 15 s, 1 s, 15 s: 10 s after the beginning of each long one.
        let call =
            |n: u64| async move { tokio::time::sleep(Duration::from_secs([15, 1, 15][n as usize])).await };
        let run = Stream::from_iter(0..3).for_each_async(call).name("store");
        let text = |rest| format!("`store` has been in one call for 10s{rest}");
        assert_eq!(told(run).await, [(10, text("; one item waits before it")), (26, text(""))]);
    });
}

#[test]
fn what_moves_or_has_nothing_to_do_is_not_told() {
    paused(async {
        assert_eq!(told(Stream::<u8>::pending().map_async(takes(1)).count()).await, []);
        assert_eq!(told(Stream::interval(Duration::from_secs(12)).map_async(takes(1)).count()).await, []);
        assert_eq!(told(Stream::from_iter(0..600).map_async(takes(100)).count()).await, []);
        // One of two workers hangs, the other goes on.
        let one_hangs = |n: u32| async move { if n == 0 { never(n).await } else { takes(1_000)(n).await } };
        assert_eq!(told(Stream::from_iter(0..100).map_async(one_hangs).workers(2).count()).await, []);
        // No stage has workers, and all of them move.
        let ticks = Stream::interval(ms(900)).buffer(3).map(|_| 1).buffer(2).fold(0, |sum, n| sum + n);
        assert_eq!(told(ticks).await, []);
    });
}

#[test]
fn a_terminal_that_takes_nothing() {
    paused(async {
        let run = Stream::from_iter(0..100)
            .map_async(takes(1))
            .buffer(2)
            .fold_async(0, |sum, n| async move { if n == 3 { never(sum).await } else { sum } })
            .name("total");
        let told = told(run).await;
        assert!(told.len() == 1 && told[0].1.starts_with("`total` has taken nothing for 10s; "), "{told:?}");
    });
}

#[test]
fn where_there_is_no_clock_it_is_refused() {
    let run = || Stream::from_iter(0..3).count().name("total");
    let error = futures::executor::block_on(run().stall_after(ms(1), |_| {}).run_local()).unwrap_err();
    let wanted = "stage `total` failed: `stall_after` waits on tokio's clock: run it on a tokio runtime";
    assert_eq!(error.to_string(), wanted);
    let error = paused(async { run().stall_after(Duration::ZERO, |_| {}).await }).unwrap_err();
    assert_eq!(error.to_string(), "stage `total` failed: `stall_after` takes a time longer than none");
}

#[test]
fn a_panic_in_the_report_fails_the_run() {
    paused(async {
        let run = Stream::from_iter(0..3).map_async(never).count().name("total");
        let error = run.stall_after(ms(10), |_| panic!("boom")).await.unwrap_err();
        assert_eq!(error.to_string(), "stage `total` panicked: boom");
        assert_eq!(Stream::from_iter(0..3).count().stall_after(Duration::MAX, |_| {}).await.unwrap(), 3);
    });
}
