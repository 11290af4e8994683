//! A computation that takes a given time.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// A loop that computes for a given time on a core of its own.
#[derive(Clone, Copy)]
pub(crate) struct BusyWork {
    iterations: u32,
}

impl BusyWork {
    /// Finds out how many iterations take so many microseconds.
    pub(crate) fn new(microseconds: u64) -> Self {
        let some = Self { iterations: 20_000 };
        let fastest = (0..20)
            .map(|n| {
                let began = Instant::now();
                black_box(some.call(n));
                began.elapsed()
            })
            .min();
        let fastest = fastest.unwrap_or(Duration::from_micros(20)).as_nanos() as u64;
        Self { iterations: (u64::from(some.iterations) * microseconds * 1_000 / fastest) as u32 }
    }

    /// Gives back what it was given, so that the order can be told.
    pub(crate) fn call(self, n: usize) -> usize {
        let mut state = n as u64;
        for _ in 0..self.iterations {
            state = black_box(state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407));
        }
        black_box(state);
        n
    }
}
