//! Whatever its tasks are delayed by: a run gives the same, comes to its end, and leaves nothing behind where
//! it is dropped.

use std::future::IntoFuture;
use std::time::Duration;

use crate::job::{RUNTIMES, Subject, assert_nothing_alive, paused, values};
use crate::kit::Kit;
use crate::shape::{Shape, sorted};
use crate::turns::is_over_by;

/// How many ways to delay each run are tried where time is paused, and where it is not.
const SEEDS: u64 = 12;
const SEEDS_IN_REAL_TIME: u64 = 2;

/// Longer than any run takes, delays included.
const HANG: Duration = Duration::from_secs(120);

/// Runs the word to its end, and drops it on the way.
pub(crate) fn check(subject: &Subject<'_>) {
    for seed in 0..SEEDS {
        paused(ends(subject, seed));
        paused(dropped(subject, seed));
    }
    if !subject.is_timed {
        for seed in 0..SEEDS_IN_REAL_TIME {
            RUNTIMES[1].block_on(async {
                let ended = tokio::time::timeout(HANG, ends(subject, seed)).await;
                assert!(ended.is_ok(), "{} hangs, seed {seed}", subject.name);
            });
        }
    }
}

async fn ends(subject: &Subject<'_>, seed: u64) {
    let kit = Kit::small(None);
    let result = (subject.build)(&kit).run_in_chaos(seed).await;
    assert!(result.is_ok(), "{}: {result:?}, seed {seed}", subject.name);
    assert_nothing_alive(&kit.ledger, format_args!("{}, seed {seed}", subject.name)).await;
}

async fn dropped(subject: &Subject<'_>, seed: u64) {
    let kit = Kit::small(None);
    let mut run = (subject.build)(&kit).run_in_chaos(seed);
    let turns = 1 + seed as usize * 7;
    is_over_by(subject, &mut run, turns).await;
    drop(run);
    assert_nothing_alive(&kit.ledger, format_args!("{} after {turns} turns, seed {seed}", subject.name))
        .await;
}

/// Asks for what a `Vec` gives, with some seeds.
pub(crate) fn check_items(shape: &Shape) {
    (0..SEEDS).for_each(|seed| paused(gives_what_a_vec_gives(shape, seed)));
}

/// The same with one, on several threads as well.
pub(crate) fn check_items_in(shape: &Shape, seed: u64) {
    paused(gives_what_a_vec_gives(shape, seed));
    RUNTIMES[1].block_on(async {
        let ended = tokio::time::timeout(HANG, gives_what_a_vec_gives(shape, seed));
        ended.await.unwrap_or_else(|_| panic!("{:?} hangs, seed {seed}", shape.words()));
    });
}

async fn gives_what_a_vec_gives(shape: &Shape, seed: u64) {
    let kit = Kit::default();
    let run = shape.stream(&kit).collect::<Vec<_>>().chaos(seed);
    let (mut found, mut wanted) = (values(run.into_future().await.unwrap()), shape.oracle(shape.len()));
    assert_eq!(kit.ledger.alive(), 0, "{:?}, seed {seed}", shape.words());
    if !shape.keeps_order() {
        (found, wanted) = (sorted(found), sorted(wanted));
    }
    assert_eq!(found, wanted, "{:?}, seed {seed}", shape.words());
}
