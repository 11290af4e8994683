//! Faults around runs that their user drops, or that are refused: a `Drop` that panics in what they hold unwound into the caller.

use std::future::{Future, IntoFuture, pending};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Context, Poll, Waker};

use crate::support::{Counter, quiet, turn};
use futures::executor::block_on;
use futures::{FutureExt, StreamExt};
use pipeline_core::prelude::*;

/// Panics when it is dropped, if its number is the one. Nothing else may be alive of it: two panics at once abort.
#[derive(Debug)]
struct Bomb(i32);

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(self.0 != 7, "boom");
    }
}

impl Bomb {
    /// For functions that are to hold all of it, and not only its number.
    fn zero(&self) -> i32 {
        0
    }
}

fn bomb() -> Bomb {
    Bomb(7)
}

#[test]
fn a_run_without_a_runtime_that_holds_a_bomb() {
    quiet();
    let held = bomb();
    let run = Stream::once(1).map(move |n| n + held.zero()).count();
    assert!(matches!(block_on(run.into_future()), Err(PipelineError::NoRuntime)));
}

/// Dropped by its user after any number of polls, a run must not panic.
#[test]
fn dropping_a_run_never_panics() {
    quiet();
    let build = || {
        let signal = bomb();
        let items = Stream::from_iter(0..9).map(|n| if n == 5 { Bomb(7) } else { Bomb(0) }).buffer(4);
        let items = items.map_async(|bomb| async {
            turn().await;
            bomb
        });
        let run = items.workers(2).ordered().map(|bomb| bomb).drain();
        run.cancel_when(async move {
            pending::<()>().await;
            drop(signal);
        })
    };
    // Whether it has ended; what it gave is forgotten.
    let ended = |polled: Poll<Result<(), PipelineError>>| {
        let ready = polled.is_ready();
        std::mem::forget(polled);
        ready
    };
    let cx = &mut Context::from_waker(Waker::noop());
    for polls in 0..12 {
        let mut running = Box::pin(build().run_local());
        for _ in 0..polls {
            if ended(running.as_mut().poll(cx)) {
                break;
            }
        }
        let dropped = catch_unwind(AssertUnwindSafe(|| drop(running)));
        assert!(dropped.is_ok(), "after {polls} polls");
    }
    crate::support::current_thread(async {
        for polls in 0..12 {
            let mut running = build().into_future();
            for _ in 0..polls {
                if ended(running.poll_unpin(&mut Context::from_waker(Waker::noop()))) {
                    break;
                }
                turn().await;
            }
            let dropped = catch_unwind(AssertUnwindSafe(|| drop(running)));
            assert!(dropped.is_ok(), "after {polls} polls");
        }
    });
}

/// An open pipeline that is dropped drops the item it was about to give.
#[test]
fn dropping_an_open_pipeline_never_panics() {
    quiet();
    crate::support::current_thread(async {
        let made = Counter::default();
        let counts = made.clone();
        let mut open = Stream::from_iter([1]).map(move |_| (counts.add(), bomb()).1).open();
        let next = open.next().now_or_never();
        assert!(next.is_none());
        made.reaches(1).await;
        crate::support::settle().await;
        assert!(catch_unwind(AssertUnwindSafe(|| drop(open))).is_ok());
    });
}
