//! What is thrown: a row of numbers for each end of an edge, which its seed tells.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Whether a delay may be one of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sleeps {
    OnTokiosClock,
    /// There is no clock: a delay is some turns of the scheduler.
    Never,
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
    pub(super) fn new(seed: u64, sleeps: Sleeps) -> Self {
        Self { state: AtomicU64::new(mix(seed)), sleeps }
    }

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
pub(super) const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A number that says nothing of the next.
pub(super) fn mix(state: u64) -> u64 {
    let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
