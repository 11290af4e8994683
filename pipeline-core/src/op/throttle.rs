//! `throttle`: a pause between two items.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::attach::{Clock, Instant, Keeper, after};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

/// # In time
///
/// Words that look at the clock, or at a reader that is busy: they wait, drop, merge or add items.
impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Lets at least `gap` pass between two items: the first goes on at once, and no item is dropped.
    ///
    /// The time is measured from when the last item went on, so a slow reader is not held up again, and an
    /// input that is slower than that is not delayed. For bursts use [`rate_limit`](Stream::rate_limit). On a
    /// stream of results, errors are not delayed themselves, and stay in their place.
    ///
    /// # Backpressure
    ///
    /// While an item waits, nothing else is taken in: the input is held up.
    ///
    /// # Errors
    ///
    /// A `gap` of zero is [`InvalidOption`](crate::PipelineError::InvalidOption) when run, and so is a run
    /// without a tokio runtime.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// let start = tokio::time::Instant::now();
    /// let paced = Stream::from_iter(0..3).throttle(Duration::from_secs(5));
    /// let times = paced.map(move |n| (n, start.elapsed().as_secs())).collect::<Vec<_>>().await?;
    /// assert_eq!(times, [(0, 0), (1, 5), (2, 10)]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "spaceout")]
    #[doc(alias = "pace")]
    #[doc(alias = "throttle_time")]
    pub fn throttle(self, gap: Duration) -> Stream<T, K> {
        let node = Node::stage("throttle").needing_clock("throttle").reject_if(
            gap.is_zero(),
            "gap",
            "items without time between them are what there is without `throttle`; use more than zero",
        );
        self.attach_keeper(node, Throttle { gap, next: None, item: None })
    }
}

/// Lets at least `gap` pass between two items: the first goes on at once, and no item is dropped.
///
/// The pipe form of [`Stream::throttle`](crate::Stream::throttle).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), PipelineError> {
/// let start = tokio::time::Instant::now();
/// ((0..3) | pipe::throttle(Duration::from_secs(5)) | pipe::drain()).await?;
/// assert_eq!(start.elapsed().as_secs(), 10);
/// # Ok(()) }
/// ```
pub fn throttle<T: Send + 'static, K: Track>(
    gap: Duration,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.throttle(gap))
}

struct Throttle<T> {
    gap: Duration,
    /// When the next item may go on; nothing before the first.
    next: Option<Instant>,
    /// The item that waits for that.
    item: Option<T>,
}

impl<T: Send + 'static> Keeper<T> for Throttle<T> {
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
        if self.next.is_some_and(|next| clock.now() < next) {
            return None;
        }
        self.next = Some(after(clock.read(), self.gap));
        self.item.take()
    }

    fn is_open(&self) -> bool {
        self.item.is_none()
    }

    fn due(&self) -> Option<Instant> {
        self.item.as_ref().and(self.next)
    }

    fn end(&mut self) {}
}
