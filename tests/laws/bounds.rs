//! However slow the reader: no more is alive than the run tells beforehand.

use std::future::{Future, IntoFuture};
use std::sync::Arc;
use std::time::Duration;

use pipeline_core::prelude::*;
use tokio::sync::Semaphore;
use tokio::time::sleep;

use crate::job::{RUNTIMES, assert_nothing_alive, paused};
use crate::kit::{HOUR, Kit, Number};
use crate::law::{Needs, Options};

/// Words that have no bound, and say so: what ends a chunk or a window is in the items, or is time, or what
/// comes back has room without end.
const UNBOUNDED: &[&str] = &[
    "expand",
    "expand_async",
    "try_expand_async",
    "unbounded",
    "chunk_by",
    "session",
    "session_by",
    "tumbling_by",
    "tumbling_in_time",
    "sliding_by",
    "sliding_in_time",
];

/// Words whose items are several numbers each: a chunk, a window, a pair. What makes one number of them stays
/// in one task with them, so that a number is an item everywhere else.
const PACKS: &[&str] = &[
    "chunks",
    "chunks_by_weight",
    "chunks_timeout",
    "tumbling",
    "sliding",
    "zip",
    "zip_latest",
    "zip_latest_from",
    "zip_strict",
];

/// Lines in which one item becomes as many numbers as there are; others measure their words.
const UNMEASURED: &[&str] = &[
    // All that was merged is one item. `conflate_to_the_newest` measures it.
    "conflate",
    // A chunk goes on as an item, to be flattened. `ready_chunks_as_sums` measures it.
    "ready_chunks",
    // What a call gives is gathered in its thread.
    "flat_map_blocking",
    // A copy for the next attempt, or for the error, goes with the item.
    "retry",
    "keep_item",
    // What is repeated was given to the source when the pipeline was written.
    "repeat",
];

/// More than any run here holds, but for one with a chunk for each of a thousand keys.
const MANY: usize = 150;
const MANY_KEYS: usize = 5_000;

const ITEMS: i64 = 500;

pub(crate) fn source(kit: &Kit) -> Stream<Number> {
    Stream::from_iter(kit.numbers((0..ITEMS).map(|n| n % 100)))
}

/// With a reader that never reads, one that reads some, and one that is dropped; on both runtimes, and under time
/// that is not paused only what waits for none.
pub(crate) fn check(word: &str, needs: Needs, options: Options, build: impl Fn(&Kit) -> Stream<Number>) {
    let is_split_up = options.workers > 1 || options.buffer.is_some();
    if UNMEASURED.contains(&word) || PACKS.contains(&word) && is_split_up {
        return;
    }
    let name = format!("{word} with {options:?}");
    for chaos in [None, Some(1), Some(2), Some(3)] {
        // A clock that is paused moves on only when nothing else can.
        paused(is_bounded(word, &name, &build, chaos, || async {
            sleep(HOUR).await;
            sleep(Duration::from_millis(1)).await;
        }));
    }
    if needs != Needs::Clock {
        RUNTIMES[1].block_on(is_bounded(word, &name, &build, None, settle));
    }
}

/// However much time passes, and whatever else is done by `rest`.
async fn is_bounded<Fut: Future<Output = ()>>(
    word: &str,
    name: &str,
    build: impl Fn(&Kit) -> Stream<Number>,
    chaos: Option<u64>,
    rest: impl Fn() -> Fut,
) {
    let (kit, gate) = (Kit::small(None), Arc::new(Semaphore::new(0)));
    let held = gate.clone();
    let run = build(&kit).for_each_async(move |number| {
        let held = held.clone();
        async move {
            held.acquire().await.unwrap().forget();
            drop(number);
        }
    });
    let (bound, graph) = (run.max_in_flight(), run.graph());
    if UNBOUNDED.contains(&word) {
        assert_eq!(bound, usize::MAX, "{name} has a bound");
        return;
    }
    let many = if word == "chunks_by_key" { MANY_KEYS } else { MANY };
    assert!(bound < many, "{name}: {bound} is no bound for {ITEMS} items");
    let run = match chaos {
        Some(seed) => tokio::spawn(run.chaos(seed).into_future()),
        None => tokio::spawn(run.into_future()),
    };
    for opened in [0, 1, 10, 100] {
        gate.add_permits(opened);
        rest().await;
        let most = kit.ledger.most();
        assert!(
            most <= bound,
            "{name}: {most} alive, {bound} told, {chaos:?}, {opened} more were read:\n{graph}"
        );
    }
    run.abort();
    _ = run.await;
    assert_nothing_alive(&kit.ledger, &name).await;
}

async fn settle() {
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
}
