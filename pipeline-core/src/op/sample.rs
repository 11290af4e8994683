//! `sample`: the newest item at each tick.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::attach::{Clock, Instant, Keeper, after};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the newest item at each tick of `every`, and nothing at a tick before which none came; the
    /// others are dropped.
    ///
    /// Ticks are counted from the start of the run. An item that is left at the end is given at once. Where
    /// the reader is busy at a tick, it gets what is the newest when it asks.
    ///
    /// # Backpressure
    ///
    /// The stage takes in whatever comes and never holds its input up.
    ///
    /// # Errors
    ///
    /// On a stream of results an error waits for no tick: it goes before the item that waits. An `every` of
    /// zero, and a run without a tokio runtime around it, is
    /// [`InvalidOption`](crate::PipelineError::InvalidOption) when run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// // A reading each 10 ms, the first at once; a display that is renewed each 33 ms.
    /// let readings = Stream::interval(Duration::from_millis(10)).enumerate().map(|(n, _)| n).take(9);
    /// let shown = readings.sample(Duration::from_millis(33)).collect::<Vec<_>>().await?;
    /// assert_eq!(shown, [3, 6, 8]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "audit")]
    #[doc(alias = "throttle_latest")]
    #[doc(alias = "sample_time")]
    #[doc(alias = "audit_time")]
    pub fn sample(self, every: Duration) -> Stream<T, K> {
        let node = Node::stage("sample").holding_items(1).needing_clock("sample").reject_if(
            every.is_zero(),
            "every",
            "ticks without time between them are none; to take each item leave `sample` out",
        );
        self.attach_relay(node, Sample { every, tick: None, kept: None, has_ended: false })
    }
}

/// Gives the newest item at each tick of `every`, and nothing at a tick before which none came; the others
/// are dropped.
///
/// The pipe form of [`Stream::sample`](crate::Stream::sample).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let long = std::time::Duration::from_secs(60);
/// let last: Vec<i32> = ((0..9) | pipe::sample(long) | pipe::collect()).await?;
/// assert_eq!(last, [8]);
/// # Ok(()) }
/// ```
pub fn sample<T: Send + 'static, K: Track>(
    every: Duration,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.sample(every))
}

struct Sample<T> {
    every: Duration,
    /// The next tick; nothing before time was first looked at.
    tick: Option<Instant>,
    /// The newest item, and the tick that it is given at.
    kept: Option<(T, Instant)>,
    has_ended: bool,
}

impl<T> Sample<T> {
    /// The first tick after `now`.
    fn next_tick(&mut self, now: Instant) -> Instant {
        let every = self.every;
        let tick = self.tick.get_or_insert_with(|| after(now, every));
        if *tick <= now {
            // A remainder by nanoseconds is exact, and 584 years are enough.
            let late = (now - *tick).as_nanos() % every.as_nanos();
            *tick = after(now, every.saturating_sub(Duration::from_nanos(late as u64)));
        }
        *tick
    }
}

impl<T: Send + 'static> Keeper<T> for Sample<T> {
    type Out = T;

    fn kept(&self) -> usize {
        self.kept.iter().len()
    }

    fn take(&mut self, item: T, clock: &mut Clock) -> ControlFlow<()> {
        // A tick that the reader was busy at is still to be given.
        let tick = match &self.kept {
            Some((_, tick)) => *tick,
            None => self.next_tick(clock.now()),
        };
        self.kept = Some((item, tick));
        ControlFlow::Continue(())
    }

    fn give(&mut self, clock: &mut Clock) -> Option<T> {
        let now = clock.now();
        self.next_tick(now);
        let has_ended = self.has_ended;
        self.kept.take_if(|(_, tick)| has_ended || now >= *tick).map(|(item, _)| item)
    }

    fn due(&self) -> Option<Instant> {
        self.kept.as_ref().map(|(_, tick)| *tick)
    }

    fn end(&mut self) {
        self.has_ended = true;
    }
}
