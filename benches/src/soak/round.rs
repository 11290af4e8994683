//! Some runs at once, each with its own shape, size and end.

use std::fmt;
use std::time::{Duration, Instant};

use pipeline_core::prelude::*;
use tokio::task::JoinSet;

use super::chance::Chance;
use super::item::{Fate, Lives};
use super::shape::SHAPES;

/// Runs that are under way at once.
const RUNS: u64 = 64;

/// No run takes longer, although all share the processors.
const BOUND: Duration = Duration::from_secs(20);

/// What became of runs.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) rounds: u64,
    whole: u64,
    failed: u64,
    panicked: u64,
    dropped: u64,
    items: u64,
    longest: Duration,
    wrong: Vec<String>,
}

/// Starts the runs of a round, and waits for all of them.
pub(super) async fn round(number: u64) -> Tally {
    let mut runs = JoinSet::new();
    for run in 0..RUNS {
        runs.spawn(one(number * RUNS + run));
    }
    let mut all = Tally { rounds: 1, ..Tally::default() };
    while let Some(run) = runs.join_next().await {
        match run {
            Ok(run) => all.add(run),
            Err(error) => all.wrong.push(error.to_string()),
        }
    }
    all
}

async fn one(seed: u64) -> Tally {
    let mut chance = Chance::new(seed);
    let (name, shape) = SHAPES[chance.below(SHAPES.len() as u64) as usize];
    let items = chance.below(2_000);
    let bad = chance.below(items.max(1));
    let fate = [Fate::Good, Fate::Good, Fate::Fails, Fate::Panics][chance.below(4) as usize];
    let abort_after = (chance.below(4) == 0).then(|| Duration::from_micros(chance.below(3_000)));
    let lives = Lives::default();
    let source = lives.clone();
    let run = shape(Stream::from_iter((0..items).map(move |number| source.item(number))))
        .map(move |item| if item.number == bad { fate.meet(item) } else { Ok(item) })
        .fallible()
        .or_fail()
        .count();
    let mut tally = Tally::default();
    let began = Instant::now();
    let limit = abort_after.unwrap_or(BOUND);
    let end = tokio::time::timeout(limit, run.into_future()).await;
    tally.longest = began.elapsed();
    let mut wrong = |what: String| tally.wrong.push(format!("run {seed}, {name}: {what}"));
    let is_good = fate == Fate::Good || items == 0;
    match end {
        Err(_) if abort_after.is_none() => wrong(format!("not done after {BOUND:?}")),
        Err(_) => tally.dropped += 1,
        Ok(Ok(counted)) => {
            if !is_good || counted as u64 != items {
                wrong(format!("{counted} of {items} items, fate {fate:?}"));
            }
            tally.whole += 1;
        }
        Ok(Err(PipelineError::Panicked { .. })) if fate == Fate::Panics => tally.panicked += 1,
        Ok(Err(PipelineError::Failed { .. })) if fate == Fate::Fails => tally.failed += 1,
        Ok(Err(error)) => wrong(format!("fate {fate:?}: {error}")),
    }
    while lives.dropped() < lives.made() && began.elapsed() < limit + BOUND {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    if lives.made() != lives.dropped() {
        tally.wrong.push(format!("run {seed}, {name}: {} made, {} dropped", lives.made(), lives.dropped()));
    }
    tally.items = lives.made();
    tally
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.rounds += other.rounds;
        self.whole += other.whole;
        self.failed += other.failed;
        self.panicked += other.panicked;
        self.dropped += other.dropped;
        self.items += other.items;
        self.longest = self.longest.max(other.longest);
        self.wrong.extend(other.wrong);
    }

    pub(super) fn breaches(&self) -> Vec<String> {
        self.wrong.clone()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let runs = self.whole + self.failed + self.panicked + self.dropped;
        writeln!(f, "{runs} runs in {} rounds, {} items, each dropped once", self.rounds, self.items)?;
        write!(
            f,
            "  {} whole, {} failed, {} panicked, {} dropped half-way; the longest took {:.1} s of {} s",
            self.whole,
            self.failed,
            self.panicked,
            self.dropped,
            self.longest.as_secs_f64(),
            BOUND.as_secs()
        )
    }
}
