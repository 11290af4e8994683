//! `rate_limit`: so many items in a time.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::attach::{Clock, Instant, Keeper, SlidingLog};
use crate::plan::{MOST_SLOTS, Node};
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Lets at most `n` items through in any span of `per`: `n` at once, and another as soon as the oldest of
    /// them is `per` ago.
    ///
    /// Nothing is dropped: what is too early waits. Put it before the stage that is to be spared, as in
    /// `.rate_limit(10, second).map_async(ask).workers(50)`: it is one limit for all workers behind it,
    /// however long their calls take. Tries again by [`retry`](Stream::retry) are not counted;
    /// [`calls_per`](Stream::calls_per) counts them. On a stream of results, errors are not counted, and stay
    /// in their place.
    ///
    /// Choose what the other side promises to bear; for an even flow use [`throttle`](Stream::throttle).
    ///
    /// # Backpressure
    ///
    /// While an item waits, nothing else is taken in: the input is held up.
    ///
    /// # Errors
    ///
    /// An `n` of 0 or more than 1,048,576 and a `per` of zero are
    /// [`InvalidOption`](crate::PipelineError::InvalidOption) when run, and so is a run without a tokio
    /// runtime.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// let start = tokio::time::Instant::now();
    /// let limited = Stream::from_iter(0..7).rate_limit(3, Duration::from_secs(1));
    /// let times = limited.map(move |_| start.elapsed().as_secs()).collect::<Vec<_>>().await?;
    /// assert_eq!(times, [0, 0, 0, 1, 1, 1, 2]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "limit_rate")]
    #[doc(alias = "throttle_burst")]
    #[doc(alias = "throttle")]
    pub fn rate_limit(self, n: usize, per: Duration) -> Stream<T, K> {
        let node = Node::stage("rate_limit")
            .needing_clock("rate_limit")
            .reject_if(n == 0, "n", "a limit of 0 items would let nothing through; use at least 1")
            .reject_if(n > MOST_SLOTS, "n", "a limit of more than 1,048,576 items takes too much to remember")
            .reject_if(per.is_zero(), "per", "any number of items fits into no time; use more than zero");
        self.attach_keeper(node, RateLimit { log: SlidingLog::new(n, per), item: None })
    }
}

/// Lets at most `n` items through in any span of `per`: `n` at once, and another as soon as the oldest of
/// them is `per` ago.
///
/// The pipe form of [`Stream::rate_limit`](crate::Stream::rate_limit).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), PipelineError> {
/// let start = tokio::time::Instant::now();
/// ((0..7) | pipe::rate_limit(3, Duration::from_secs(1)) | pipe::drain()).await?;
/// assert_eq!(start.elapsed().as_secs(), 2);
/// # Ok(()) }
/// ```
pub fn rate_limit<T: Send + 'static, K: Track>(
    n: usize,
    per: Duration,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.rate_limit(n, per))
}

struct RateLimit<T> {
    log: SlidingLog,
    /// The item that waits.
    item: Option<T>,
}

impl<T: Send + 'static> Keeper<T> for RateLimit<T> {
    type Out = T;

    fn kept(&self) -> usize {
        self.item.iter().len()
    }

    fn take(&mut self, item: T, _: &mut Clock) -> ControlFlow<()> {
        self.item = Some(item);
        ControlFlow::Continue(())
    }

    fn give(&mut self, clock: &mut Clock) -> Option<T> {
        self.item.as_ref()?;
        if self.log.next().is_some_and(|next| clock.now() < next) {
            return None;
        }
        self.log.record(clock.read());
        self.item.take()
    }

    fn is_open(&self) -> bool {
        self.item.is_none()
    }

    fn due(&self) -> Option<Instant> {
        self.item.as_ref().and_then(|_| self.log.next())
    }

    fn end(&mut self) {}
}
