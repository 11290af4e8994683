//! The chaos of a run: where each end of an edge gets its dice.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use super::dice::{Dice, STEP, Sleeps, mix};
use super::jitter::Jitter;

/// What delays a run; nothing unless it has begun.
#[derive(Default)]
pub(crate) struct Chaos(OnceLock<Seeds>);

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
            Arc::new(Dice::new(seed, seeds.sleeps))
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::{Chaos, Jitter, Sleeps};
    use crate::engine::chaos::dice::Throw;

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
