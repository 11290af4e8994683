//! What is thrown: a row of numbers for each end of an edge, which the seed of the run tells.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::jitter::Jitter;

/// What delays a run; nothing unless it has begun.
#[derive(Default)]
pub(crate) struct Chaos(OnceLock<Seeds>);

/// Whether a delay may be one of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sleeps {
    OnTokiosClock,
    /// There is no clock: a delay is some turns of the scheduler.
    Never,
}

/// What the ends of a run's edges throw is told by one number and by the order in which they were made.
struct Seeds {
    next: AtomicU64,
    sleeps: Sleeps,
}

impl Chaos {
    /// Delays what is made from now on; the first seed counts.
    pub(crate) fn begin(&self, seed: u64, sleeps: Sleeps) {
        let _ = self.0.set(Seeds { next: AtomicU64::new(mix(seed)), sleeps });
    }

    /// What delays one more end of an edge.
    pub(crate) fn jitter(&self) -> Jitter {
        Jitter::new(self.0.get().map(|seeds| {
            let seed = seeds.next.fetch_add(STEP, Ordering::Relaxed);
            Arc::new(Dice { state: AtomicU64::new(mix(seed)), sleeps: seeds.sleeps })
        }))
    }
}

/// The dice of one end.
pub(super) struct Dice {
    state: AtomicU64,
    sleeps: Sleeps,
}

/// How long an operation is put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Throw {
    Nothing,
    Turns(u64),
    Time(Duration),
}

impl Dice {
    /// How long the next operation is put off: every other is not, and one in 32 for a while of time.
    ///
    /// Those who share the dice may throw the same: a step that each waits for would put their own steps in
    /// an order, and hide what that breaks.
    pub(super) fn throw(&self) -> Throw {
        let state = self.state.load(Ordering::Relaxed).wrapping_add(STEP);
        self.state.store(state, Ordering::Relaxed);
        let thrown = mix(state);
        match (thrown % 32, self.sleeps) {
            (0, Sleeps::OnTokiosClock) => Throw::Time(Duration::from_millis(1 + thrown / 32 % 2)),
            (0..16, _) => Throw::Turns(1 + thrown / 32 % 4),
            _ => Throw::Nothing,
        }
    }
}

/// The step and the mixing of SplitMix64 (Steele, Lea and Flood, 2014).
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(state: u64) -> u64 {
    let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::{Chaos, Sleeps, Throw};
    use crate::engine::chaos::Jitter;

    fn thrown(jitter: &Jitter) -> Vec<Throw> {
        let dice = jitter.dice().expect("the chaos has begun");
        (0..1_000).map(|_| dice.throw()).collect()
    }

    #[test]
    fn a_seed_tells_what_each_end_throws() {
        let row = |seed, sleeps| {
            let chaos = Chaos::default();
            chaos.begin(seed, sleeps);
            (thrown(&chaos.jitter()), thrown(&chaos.jitter()))
        };
        let (first, second) = row(1, Sleeps::OnTokiosClock);
        assert_eq!((first.clone(), second.clone()), row(1, Sleeps::OnTokiosClock));
        assert_ne!(first, second);
        assert_ne!(first, row(2, Sleeps::OnTokiosClock).0);
        let sleeps = |row: &[Throw]| row.iter().filter(|throw| matches!(throw, Throw::Time(_))).count();
        assert!((10..60).contains(&sleeps(&first)), "{}", sleeps(&first));
        assert_eq!(sleeps(&row(1, Sleeps::Never).0), 0);
        let passed = first.iter().filter(|throw| **throw == Throw::Nothing).count();
        assert!((400..600).contains(&passed), "{passed}");
    }

    #[test]
    fn a_run_without_chaos_throws_nothing() {
        assert!(!Chaos::default().jitter().delays());
    }
}
