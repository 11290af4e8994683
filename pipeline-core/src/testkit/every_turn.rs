//! `every_turn`: a run dropped after any turn of the scheduler leaves nothing behind.

use std::future::{Future, IntoFuture, poll_fn};
use std::panic::Location;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use super::counted::{Counts, noting};
use super::leaks::left_over;
use super::patience::yield_once;
use crate::run::{Run, Running};

/// More turns than this are not gone through one by one.
const MOST_TURNS: usize = 1_000;

/// For runs that wait for time: they are dropped after 1 ms, 2 ms, 4 ms and so on, for some 17 minutes.
const DOUBLINGS: u32 = 20;

/// When a run is dropped.
#[derive(Debug, Clone, Copy)]
enum After {
    Turns(usize),
    Time(Duration),
}

/// Drops a run after each turn of the scheduler in turn, up to its end, and looks for what is left each time:
/// no task, and none of the items of the [`Counts`] that `build` makes. Gives how many turns there were.
///
/// Each time `build` makes the run anew, for a runtime of one thread with a paused clock. It is dropped
/// there, and once more together with its runtime. A run that waits for time is also dropped after 1 ms,
/// 2 ms, 4 ms and so on, and one that has no end is dropped a thousand times.
///
/// It makes runtimes, so it belongs into a plain `#[test]`.
///
/// # Panics
///
/// Where something is left; the message says what, and after how many turns.
///
/// ```
/// use pipeline_core::prelude::*;
/// use pipeline_core::testkit::{Counts, every_turn};
///
/// let turns = every_turn(|| {
///     let counts = Counts::new();
///     let calls = Stream::from_iter(counts.items(0..5)).map_async(|n| async {
///         tokio::task::yield_now().await;
///         n
///     });
///     calls.workers(2).ordered().buffer(1).count()
/// });
/// assert!(turns > 5);
/// ```
#[track_caller]
pub fn every_turn<R, E, S>(build: impl Fn() -> Run<R, E, S>) -> usize
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    let at = Location::caller();
    let is_over = |after| {
        let over = dropped(&build, after, at);
        left_behind(&build, after, at);
        over
    };
    let turns = (0..MOST_TURNS).find(|turns| is_over(After::Turns(*turns)));
    if turns.is_none() {
        _ = (0..DOUBLINGS).find(|n| is_over(After::Time(Duration::from_millis(1 << n))));
    }
    turns.unwrap_or(MOST_TURNS)
}

/// A runtime of one thread whose clock stands still, with one task a turn.
pub(super) fn paused_runtime() -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().start_paused(true).event_interval(1);
    builder.build().expect("a runtime of one thread can be made")
}

/// Whether the run was over by then.
fn dropped<R, E, S>(build: impl Fn() -> Run<R, E, S>, after: After, at: &'static Location<'static>) -> bool
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    paused_runtime().block_on(async {
        let (run, counts) = noting(&build);
        let mut running = run.into_future();
        let is_over = is_over_by(&mut running, after).await;
        drop(running);
        if let Some(left) = left_over(0, &counts).await {
            panic!("a run that was dropped after {after:?} leaves something: {left} (at {at})");
        }
        is_over
    })
}

/// The tasks are dropped with the runtime, wherever they are.
fn left_behind<R, E, S>(build: impl Fn() -> Run<R, E, S>, after: After, at: &'static Location<'static>)
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    let runtime = paused_runtime();
    let (run, counts) = noting(&build);
    let mut running = run.into_future();
    runtime.block_on(is_over_by(&mut running, after));
    drop(runtime);
    drop(running);
    if let Some(left) = counts.iter().find_map(Counts::fault) {
        panic!("a runtime that was dropped after {after:?} of a run leaves something: {left} (at {at})");
    }
}

/// Gives the run so many turns or so much time.
async fn is_over_by<R, E>(running: &mut Running<R, E>, after: After) -> bool {
    match after {
        After::Time(time) => tokio::time::timeout(time, running).await.is_ok(),
        After::Turns(turns) => {
            for _ in 0..turns {
                let polled = poll_fn(|cx| Poll::Ready(Pin::new(&mut *running).poll(cx))).await;
                if polled.is_ready() {
                    return true;
                }
                yield_once().await;
            }
            false
        }
    }
}
