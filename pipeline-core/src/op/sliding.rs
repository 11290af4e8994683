//! `sliding`: windows that overlap.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::time::Duration;

use crate::attach::{Clock, Extent, Instant, Keeper, Measure, after, floor};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

const NO_STEP: &str = "windows that do not move have no end; use a step of more than zero";
const LONG_STEP: &str = "items between two windows would be lost; use a step of at most the extent";

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives items in windows that overlap: each extends over so many items, or a time, and begins a `step`
    /// after the one before.
    ///
    /// A window is given when it is full, or its time is over, and is never empty. At the end the window that
    /// has begun is given if it holds an item that no other held. A time is that of the clock: when the item
    /// reached this stage; the windows are counted from the first item. For the time of the items themselves
    /// there is [`sliding_by`](Stream::sliding_by). On a stream of results, an error passes before the
    /// windows it falls into.
    ///
    /// # Backpressure
    ///
    /// A window of a time holds any number of items, so [`max_in_flight`](crate::Run::max_in_flight) is
    /// `usize::MAX`; a [`scan`](Stream::scan) has a bound where a sum is wanted and not the items.
    ///
    /// # Errors
    ///
    /// An extent or a step of 0, and a step beyond the extent, are
    /// [`InvalidOption`](crate::PipelineError::InvalidOption) when run, and so are windows of a time without
    /// a tokio runtime.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let windows = Stream::from_iter(1..7).sliding(3, 2);
    /// assert_eq!(windows.collect::<Vec<_>>().await?, [vec![1, 2, 3], vec![3, 4, 5], vec![5, 6]]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "window")]
    #[doc(alias = "windows")]
    #[doc(alias = "hopping_window")]
    #[doc(alias = "pairwise")]
    #[doc(alias = "tuple_windows")]
    pub fn sliding<X: Extent>(self, extent: X, step: X) -> Stream<Vec<T>, K>
    where
        T: Clone,
    {
        let node = Node::stage("sliding");
        match extent.every(step) {
            Measure::Items { extent, step } => {
                let node = node.holding_items(extent).reject_if(step > extent, "step", LONG_STEP).reject_if(
                    step == 0,
                    "step",
                    NO_STEP,
                );
                self.attach_keeper(
                    node,
                    SlidingItems { extent, step, items: VecDeque::new(), has_new: false, ended: false },
                )
            }
            Measure::Time { extent, step } => {
                let node = node
                    .needing_clock("sliding")
                    .holding_items(usize::MAX)
                    .reject_if(step > extent, "step", LONG_STEP)
                    .reject_if(step.is_zero(), "step", NO_STEP);
                let keeper = SlidingTime {
                    extent,
                    step,
                    start: None,
                    items: VecDeque::new(),
                    begins: Duration::ZERO,
                    has_new: false,
                    ended: false,
                };
                self.attach_keeper(node, keeper)
            }
        }
    }
}

/// Gives items in windows that overlap: each extends over so many items, or a time, and begins a `step` after
/// the one before.
///
/// The pipe form of [`Stream::sliding`](crate::Stream::sliding).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let windows: Vec<Vec<i32>> = ((1..5) | pipe::sliding(2, 1) | pipe::collect()).await?;
/// assert_eq!(windows, [[1, 2], [2, 3], [3, 4]]);
/// # Ok(()) }
/// ```
pub fn sliding<T: Clone + Send + 'static, K: Track, X: Extent>(
    extent: X,
    step: X,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Vec<T>, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.sliding(extent, step))
}

struct SlidingItems<T> {
    extent: usize,
    step: usize,
    /// The window that fills.
    items: VecDeque<T>,
    /// Whether it holds an item that was in no window yet.
    has_new: bool,
    ended: bool,
}

impl<T: Clone + Send + 'static> Keeper<T> for SlidingItems<T> {
    type Out = Vec<T>;

    fn kept(&self) -> usize {
        self.items.len()
    }

    fn take(&mut self, item: T, _: &mut Clock) -> ControlFlow<()> {
        self.items.push_back(item);
        self.has_new = true;
        ControlFlow::Continue(())
    }

    fn give(&mut self, _: &mut Clock) -> Option<Vec<T>> {
        if !self.has_new || self.items.len() < self.extent && !self.ended {
            return None;
        }
        self.has_new = false;
        // What the next window does not hold is given away, the rest is copied.
        let mut window = Vec::with_capacity(self.items.len());
        window.extend(self.items.drain(..self.step.min(self.items.len())));
        window.extend(self.items.iter().cloned());
        Some(window)
    }

    fn end(&mut self) {
        self.ended = true;
    }
}

struct SlidingTime<T> {
    extent: Duration,
    step: Duration,
    /// When the first item of all came.
    start: Option<Instant>,
    /// The items of the windows that are open, each with the time since then at which it came.
    items: VecDeque<(Duration, T)>,
    /// Since then as well: where the first open window begins.
    begins: Duration,
    /// Whether that holds an item that was in no window yet.
    has_new: bool,
    ended: bool,
}

impl<T> SlidingTime<T> {
    /// When the first open window is over.
    fn closes(&self) -> Duration {
        self.begins.saturating_add(self.extent)
    }
}

impl<T: Clone + Send + 'static> Keeper<T> for SlidingTime<T> {
    type Out = Vec<T>;

    fn kept(&self) -> usize {
        self.items.len()
    }

    fn take(&mut self, item: T, clock: &mut Clock) -> ControlFlow<()> {
        let now = clock.now();
        let at = now - *self.start.get_or_insert(now);
        if self.items.is_empty() && at >= self.closes() {
            // Windows without items are left out: the first that is given begins at the first step that this
            // item is not beyond.
            let missed = floor(at - self.closes(), self.step).saturating_add(self.step);
            self.begins = self.begins.saturating_add(missed);
        }
        self.items.push_back((at, item));
        self.has_new = true;
        ControlFlow::Continue(())
    }

    fn give(&mut self, clock: &mut Clock) -> Option<Vec<T>> {
        let is_closed = self.due().is_some_and(|due| clock.now() >= due);
        if !(is_closed || self.ended && self.has_new) {
            return None;
        }
        self.has_new = false;
        self.begins = self.begins.saturating_add(self.step);
        // What the next window does not hold is given away, the rest is copied.
        let gone = self.items.partition_point(|(at, _)| *at < self.begins);
        let mut window: Vec<T> = self.items.drain(..gone).map(|(_, item)| item).collect();
        window.extend(self.items.iter().map(|(_, item)| item.clone()));
        Some(window)
    }

    fn due(&self) -> Option<Instant> {
        let start = self.start.filter(|_| !self.items.is_empty())?;
        Some(after(start, self.closes()))
    }

    fn has_more(&self) -> bool {
        false
    }

    fn end(&mut self) {
        self.ended = true;
    }
}
