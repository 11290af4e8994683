//! A run that is dropped after any turn of the scheduler leaves nothing behind, and so does one whose runtime goes away,
//! and one that needs none.

use std::task::Poll;

use futures::{FutureExt, poll};

use crate::job::{RUNTIMES, Subject, assert_dropped, assert_nothing_alive, paused, paused_runtime};
use crate::kit::{Kit, TICK, turn};

/// No run takes so many turns; where blocking calls take turns, this many are enough.
const MOST: usize = 3_000;
const MOST_BLOCKING: usize = 40;

pub(crate) fn check(subject: &Subject<'_>) {
    at_every_turn(subject, |turns| paused(dropped(subject, turns)));
    at_every_turn(subject, |turns| left_behind(subject, turns));
    if subject.runs_alone() {
        at_every_turn(subject, |polls| dropped_alone(subject, polls));
    }
    if !subject.is_timed {
        // Where each of its tasks is by then is for the threads to say.
        for turns in 0..20 {
            RUNTIMES[1].block_on(dropped(subject, turns));
        }
    }
}

/// For each number of turns until the run is over by then.
fn at_every_turn(subject: &Subject<'_>, is_over_after: impl Fn(usize) -> bool) {
    let most = if subject.is_blocking() { MOST_BLOCKING } else { MOST };
    let over = (0..most).find(|turns| is_over_after(*turns));
    assert!(over.is_some() || subject.is_blocking(), "{} does not get to its end", subject.name);
    assert!(over != Some(0), "{} was over before its first turn", subject.name);
}

async fn dropped(subject: &Subject<'_>, turns: usize) -> bool {
    let kit = Kit::small(None);
    let mut run = (subject.build)(&kit).run();
    let is_over = is_over_by(subject, &mut run, turns).await;
    drop(run);
    assert_nothing_alive(&kit.ledger, format_args!("{} after {turns} turns", subject.name)).await;
    is_over
}

/// The tasks are dropped with the runtime, wherever they are.
fn left_behind(subject: &Subject<'_>, turns: usize) -> bool {
    let kit = Kit::small(None);
    let runtime = paused_runtime();
    let mut run = (subject.build)(&kit).run();
    let is_over = runtime.block_on(is_over_by(subject, &mut run, turns));
    drop(runtime);
    drop(run);
    assert_dropped(&kit.ledger, format_args!("{} left behind after {turns} turns", subject.name));
    is_over
}

/// One future on no runtime.
fn dropped_alone(subject: &Subject<'_>, polls: usize) -> bool {
    let kit = Kit::small(None);
    let mut run = (subject.build)(&kit).run_local();
    let is_over = (0..polls).any(|_| run.as_mut().now_or_never().is_some());
    drop(run);
    assert_dropped(&kit.ledger, format_args!("{} alone after {polls} polls", subject.name));
    is_over
}

/// Gives the run so many turns, and time with them where it waits for that.
pub(crate) async fn is_over_by(
    subject: &Subject<'_>,
    run: &mut (impl Future<Output = Result<Vec<i64>, String>> + Unpin),
    turns: usize,
) -> bool {
    for _ in 0..turns {
        if let Poll::Ready(result) = poll!(&mut *run) {
            assert!(result.is_ok(), "{}: {result:?}", subject.name);
            return true;
        }
        turn().await;
        if subject.is_timed {
            tokio::time::advance(TICK / 4).await;
        }
    }
    false
}
