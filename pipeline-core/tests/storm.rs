//! Runs of the shapes of `benches -- --soak` that are dropped at random moments, on more threads than there are processors:
//! nothing of them is left. `PIPELINE_STORM=20000` says how many; `scripts/sanitize` does that under sanitizers.
#![allow(clippy::disallowed_methods, reason = "a test has no run to spawn into")]

#[path = "../../benches/src/soak/chance.rs"]
mod chance;
#[path = "../../benches/src/soak/item.rs"]
mod item;
#[path = "../../benches/src/soak/shape.rs"]
mod shape;

use std::time::Duration;

use pipeline_core::prelude::*;
use tokio::task::JoinSet;

use chance::Chance;
use item::{Fate, Lives, keep_quiet_about_what_is_meant};
use shape::SHAPES;

/// Runs that are under way at once.
const AT_ONCE: usize = 32;

/// Longer than any run takes to be gone.
const PATIENCE: Duration = Duration::from_secs(60);

fn runs() -> u64 {
    std::env::var("PIPELINE_STORM")
        .map_or(500, |runs| runs.parse().expect("PIPELINE_STORM is a number of runs"))
}

/// A run that is dropped after so many microseconds, if it has not ended by then; some have an item that fails or panics.
async fn one(seed: u64) -> bool {
    let mut chance = Chance::new(seed);
    let (_, shape) = SHAPES[chance.below(SHAPES.len() as u64) as usize];
    let items = chance.below(1_000);
    let bad = chance.below(2 * items.max(1));
    let fate = [Fate::Good, Fate::Good, Fate::Good, Fate::Fails, Fate::Panics][chance.below(5) as usize];
    let lives = Lives::default();
    let source = lives.clone();
    let run = shape(Stream::from_iter((0..items).map(move |number| source.item(number))))
        .map(move |item| if item.number == bad { fate.meet(item) } else { Ok(item) })
        .fallible()
        .or_fail()
        .count();
    let after = Duration::from_micros(chance.below(2_000));
    let was_dropped = tokio::time::timeout(after, run.into_future()).await.is_err();
    let all_gone = async {
        while lives.dropped() < lives.made() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, all_gone).await.unwrap_or_else(|_| {
        panic!("run {seed}: {} items made, {} dropped", lives.made(), lives.dropped());
    });
    was_dropped
}

#[test]
fn runs_dropped_at_random_leave_nothing() {
    keep_quiet_about_what_is_meant();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(8).enable_all().build().unwrap();
    let mut dropped = 0;
    runtime.block_on(async {
        let mut under_way = JoinSet::new();
        for seed in 0..runs() {
            if under_way.len() == AT_ONCE {
                dropped += u64::from(under_way.join_next().await.unwrap().unwrap());
            }
            under_way.spawn(one(seed));
        }
        while let Some(run) = under_way.join_next().await {
            dropped += u64::from(run.unwrap());
        }
        let began = std::time::Instant::now();
        while tokio::runtime::Handle::current().metrics().num_alive_tasks() > 0 {
            assert!(began.elapsed() < PATIENCE, "tasks are alive");
            tokio::task::yield_now().await;
        }
    });
    println!("{} runs, {dropped} of them dropped half-way", runs());
    assert!(dropped > 0, "no run was dropped half-way");
}
