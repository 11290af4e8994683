//! How long the calls of a stage take.

use std::sync::Mutex;
use std::time::Duration;

use hdrhistogram::Histogram;
use tokio::time::Instant;

use super::clock::Timing;
use super::count::Counter;
use crate::engine::lock::lock;

/// At most so many histograms are kept for a stage: beyond that, workers share one.
const HISTOGRAMS: usize = 16;

/// Decimal digits that are kept of a time.
const DIGITS: u8 = 2;

/// Where a call takes no longer, fewer are timed: reading the clock twice takes a twentieth of it.
const QUICK: Duration = Duration::from_micros(2);

/// Where a call takes as long, every call is timed again.
const SLOW: Duration = Duration::from_micros(20);

/// At most so many calls go by for one that is timed.
const MOST_SKIPPED: u32 = 256;

/// The times of a stage's calls, gathered by its workers.
#[derive(Debug)]
pub(crate) struct CallMeter {
    /// Calls that have ended.
    pub(crate) ended: Counter,
    /// Results beside the first of each call.
    pub(crate) extra: Counter,
    timed: Counter,
    /// The sum of their times in nanoseconds, each as often as it stands for.
    sum: Counter,
    /// One for a worker, so that they do not wait for each other; they are merged when somebody looks.
    times: Box<[Mutex<Histogram<u64>>]>,
}

impl CallMeter {
    /// For a stage of so many workers.
    pub(crate) fn new(workers: usize) -> Self {
        let histogram = || Mutex::new(Histogram::new(DIGITS).expect("two digits can be kept"));
        Self {
            ended: Counter::default(),
            extra: Counter::default(),
            timed: Counter::default(),
            sum: Counter::default(),
            times: (0..workers.clamp(1, HISTOGRAMS)).map(|_| histogram()).collect(),
        }
    }

    /// How many calls were timed.
    pub(crate) fn timed(&self) -> u64 {
        self.timed.get()
    }

    /// The sum of the times in nanoseconds, each as often as it stands for.
    pub(crate) fn sum(&self) -> u64 {
        self.sum.get()
    }

    /// The times in nanoseconds, each as often as it stands for.
    pub(crate) fn times(&self) -> Histogram<u64> {
        let mut all = Histogram::new(DIGITS).expect("two digits can be kept");
        for times in &self.times {
            let times = lock(times);
            all.add(&*times).expect("a histogram grows as it needs to");
        }
        all
    }

    fn record(&self, worker: usize, took: Duration, stands_for: u32) {
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        let times = &self.times[worker % self.times.len()];
        let mut times = lock(times);
        // It grows as it needs to, so that none is refused.
        let _ = times.record_n(nanos, u64::from(stands_for));
        self.timed.add(1);
        self.sum.add(nanos.saturating_mul(u64::from(stands_for)));
    }
}

/// Times one worker's calls: every one where they are slow, one in some where they are quick.
#[derive(Debug)]
pub(crate) struct CallTimer {
    /// The call under way, where it is timed.
    began: Option<Instant>,
    /// Calls that one that is timed stands for.
    stands_for: u32,
    /// How many are to go by.
    skip: u32,
    timing: Timing,
}

impl CallTimer {
    pub(crate) fn new(timing: Timing) -> Self {
        Self { began: None, stands_for: 1, skip: 0, timing }
    }

    #[inline]
    pub(crate) fn begin(&mut self) {
        if self.skip > 0 {
            self.skip -= 1;
        } else {
            self.began = Some(Instant::now());
        }
    }

    /// When the call under way began, where it is timed.
    #[inline]
    pub(crate) fn began(&self) -> Option<Instant> {
        self.began
    }

    /// How long the call that ends took, where it is timed.
    #[inline]
    pub(crate) fn end(&mut self) -> Option<Duration> {
        Some(self.began.take()?.elapsed())
    }

    /// Keeps what a call of this worker took.
    #[cold]
    pub(crate) fn record(&mut self, took: Duration, calls: &CallMeter, worker: usize) {
        calls.record(worker, took, self.stands_for);
        if self.timing == Timing::Each {
            return;
        }
        if took <= QUICK {
            self.stands_for = (self.stands_for * 2).min(MOST_SKIPPED);
        } else if took >= SLOW {
            self.stands_for = 1;
        }
        self.skip = self.stands_for - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of so many calls are timed, where each takes so long.
    fn timed(calls: u32, took: Duration, timer: &mut CallTimer, meter: &CallMeter) -> u64 {
        let before = meter.timed();
        for _ in 0..calls {
            timer.begin();
            if timer.end().is_some() {
                timer.record(took, meter, 0);
            }
        }
        meter.timed() - before
    }

    #[test]
    fn quick_calls_are_timed_by_samples() {
        let (mut timer, meter) = (CallTimer::new(Timing::Samples), CallMeter::new(1));
        // After each that is timed, twice as many go by.
        assert_eq!(timed(511, QUICK, &mut timer, &meter), 9);
        assert_eq!((meter.times().len(), meter.sum()), (511, 511 * 2_000));
        assert_eq!(timed(2_560, QUICK, &mut timer, &meter), 10);
        assert_eq!(meter.times().len(), 511 + 2_560);
    }

    #[test]
    fn slow_calls_are_timed_one_by_one() {
        let (mut timer, meter) = (CallTimer::new(Timing::Samples), CallMeter::new(1));
        assert_eq!(timed(100, SLOW, &mut timer, &meter), 100);
        timed(511, QUICK, &mut timer, &meter);
        // The first of them is that after 255 that went by.
        assert_eq!(timed(255 + 100, SLOW, &mut timer, &meter), 100);
    }

    #[test]
    fn calls_that_are_neither_are_timed_as_before() {
        let (mut timer, meter) = (CallTimer::new(Timing::Samples), CallMeter::new(1));
        let between = (QUICK + SLOW) / 2;
        assert_eq!(timed(100, between, &mut timer, &meter), 100);
        timed(3, QUICK, &mut timer, &meter);
        assert_eq!(timed(400, between, &mut timer, &meter), 100);
    }

    #[test]
    fn each_call_is_timed_where_that_is_asked_for() {
        let (mut timer, meter) = (CallTimer::new(Timing::Each), CallMeter::new(1));
        assert_eq!(timed(1_000, QUICK, &mut timer, &meter), 1_000);
        assert_eq!(meter.times().len(), 1_000);
    }
}
