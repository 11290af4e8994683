//! A run that is dropped after any turn of the scheduler leaves nothing behind.

use futures::poll;

use crate::job::{Subject, assert_nothing_alive, paused};
use crate::kit::{Kit, TICK, turn};

/// No run takes so many turns; where blocking calls take turns, this many are enough.
const MOST: usize = 3_000;
const MOST_BLOCKING: usize = 100;

pub(crate) fn check(subject: &Subject<'_>) {
    let most = if subject.is_blocking() { MOST_BLOCKING } else { MOST };
    for turns in 0..most {
        if paused(is_over_after(subject, turns)) {
            assert!(turns > 1, "{} was dropped at no turn", subject.name);
            return;
        }
    }
    assert!(subject.is_blocking(), "{} does not get to its end", subject.name);
}

async fn is_over_after(subject: &Subject<'_>, turns: usize) -> bool {
    let kit = Kit::small(None);
    let mut job = (subject.build)(&kit).future;
    let mut is_over = false;
    for _ in 0..turns {
        if let std::task::Poll::Ready(result) = poll!(&mut job) {
            assert!(result.is_ok(), "{}: {result:?}", subject.name);
            is_over = true;
            break;
        }
        turn().await;
        if subject.is_timed {
            tokio::time::advance(TICK / 4).await;
        }
    }
    drop(job);
    assert_nothing_alive(&kit.ledger, format_args!("{} after {turns} turns", subject.name)).await;
    is_over
}
