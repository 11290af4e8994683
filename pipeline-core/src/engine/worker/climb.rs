//! The search for a number of workers: hill climbing on the calls that are done in a time. It has no task and
//! no clock.

use std::time::Duration;

/// Decisions without a step after the first step that was of no use.
const FIRST_REST: u32 = 4;

/// The most of them; each step of no use doubles their number.
const LONGEST_REST: u32 = 64;

/// The share of its time that each worker must be in a call before another is tried. Below, the stage waits
/// for its input.
const BUSY: f64 = 0.8;

/// A step up must bring this share of what as many more workers could bring.
const GAIN: f64 = 0.5;

/// A step down may cost this share of what as many fewer workers could cost.
const LOSS: f64 = 0.25;

/// What was seen since the last decision.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    /// Calls under way, on average over the time that passed.
    pub(super) busy: f64,
    /// How long a call took, on average over those that began and ended.
    pub(super) call: Duration,
}

impl Sample {
    /// Calls a second. Not counted by their ends: those of calls that run in step come in bursts, and the
    /// time between two decisions would seem to hold one burst more or less.
    fn rate(&self) -> f64 {
        self.busy / self.call.as_secs_f64().max(1e-9)
    }
}

/// Where the next step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

/// The search, between two decisions.
#[derive(Debug)]
pub(super) struct Climb {
    least: usize,
    most: usize,
    workers: usize,
    direction: Direction,
    /// The number before the last step, and its calls a second, until it is known whether the step is kept.
    before: Option<(usize, f64)>,
    /// Decisions until the next step, and how many there will be after the next step that is of no use.
    rest: u32,
    next_rest: u32,
}

impl Climb {
    pub(super) fn new(least: usize, most: usize) -> Self {
        let direction = Direction::Up;
        Self { least, most, workers: least, direction, before: None, rest: 0, next_rest: FIRST_REST }
    }

    /// How many calls a sample is made of: each worker has had two or so, and chance has evened out.
    pub(super) fn sample_size(&self) -> usize {
        (2 * self.workers).max(8)
    }

    /// How many workers there are to be from now on.
    pub(super) fn decide(&mut self, sample: Sample) -> usize {
        let rate = sample.rate();
        if let Some((before, rate_before)) = self.before.take() {
            if !self.is_kept(before, rate_before, rate) {
                self.workers = before;
                self.reverse();
                (self.rest, self.next_rest) = (self.next_rest, (self.next_rest * 2).min(LONGEST_REST));
                return self.workers;
            }
            self.next_rest = FIRST_REST;
        }
        if self.rest > 0 {
            self.rest -= 1;
        } else if sample.busy >= BUSY * self.workers as f64 {
            self.step(rate);
        }
        self.workers
    }

    fn is_kept(&self, before: usize, rate_before: f64, rate: f64) -> bool {
        let factor = self.workers as f64 / before as f64;
        let share = if factor > 1.0 { GAIN } else { LOSS };
        rate >= rate_before * (1.0 + share * (factor - 1.0))
    }

    fn step(&mut self, rate: f64) {
        let before = self.workers;
        let step = (before as f64).sqrt().ceil() as usize;
        self.workers = match self.direction {
            Direction::Up => (before + step).min(self.most),
            Direction::Down => before.saturating_sub(step).max(self.least),
        };
        if self.workers != before {
            self.before = Some((before, rate));
        } else if self.direction == Direction::Down {
            // At the lower end; at the upper one it stays while it is busy.
            self.reverse();
        }
    }

    fn reverse(&mut self) {
        self.direction = match self.direction {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
        };
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Climb, Sample};

    /// The numbers it takes for a service whose calls a second are `rate(workers)`, always busy.
    fn numbers(range: (usize, usize), decisions: usize, rate: impl Fn(usize) -> f64) -> Vec<usize> {
        let mut climb = Climb::new(range.0, range.1);
        let mut workers = range.0;
        let mut numbers = vec![workers];
        for _ in 0..decisions {
            let busy = workers as f64;
            workers = climb.decide(Sample { busy, call: Duration::from_secs_f64(busy / rate(workers)) });
            numbers.push(workers);
        }
        numbers
    }

    #[test]
    fn where_each_worker_brings_as_much_it_goes_to_the_top_and_stays() {
        let numbers = numbers((2, 64), 40, |n| n as f64);
        assert_eq!(numbers[..8], [2, 4, 6, 9, 12, 16, 20, 25]);
        assert!(numbers[13..].iter().all(|n| *n == 64), "{numbers:?}");
    }

    #[test]
    fn where_more_bring_nothing_it_stays_near_the_knee() {
        for knee in [1, 2, 4, 8, 16, 40] {
            let numbers = numbers((1, 1_000), 400, |n| n.min(knee) as f64);
            let near = knee + 2 * ((knee as f64).sqrt().ceil() as usize);
            assert!(numbers.iter().all(|n| *n <= near), "knee {knee}: {numbers:?}");
            let settled = &numbers[numbers.len() - 100..];
            let below = settled.iter().filter(|n| **n < knee).count();
            assert!(below <= 10, "knee {knee}: {settled:?}");
        }
    }

    #[test]
    fn where_more_do_harm_it_goes_back() {
        let numbers = numbers((1, 64), 200, |n| if n > 8 { 4.0 } else { n as f64 });
        let above = numbers.iter().filter(|n| **n > 8).count();
        assert!(above < 20, "{numbers:?}");
    }

    #[test]
    fn where_the_stage_waits_for_its_input_it_stays() {
        let mut climb = Climb::new(2, 64);
        for _ in 0..20 {
            assert_eq!(climb.decide(Sample { busy: 1.0, call: Duration::from_secs(1) }), 2);
        }
    }

    #[test]
    fn in_the_narrowest_range_there_is_nothing_to_find() {
        assert_eq!(numbers((3, 3), 20, |n| n as f64), [3; 21]);
    }
}
