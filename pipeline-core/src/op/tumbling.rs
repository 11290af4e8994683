//! `tumbling`, `tumbling_by`: windows one after another.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::attach::{Clock, Extent, Instant, Keeper, Measure, OpenWindows, Window, after, floor};
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives items in windows one after another, each of so many items, or of a time: each item is in one,
    /// and none is empty.
    ///
    /// A time is that of the clock: when the item reached this stage. The windows are counted from the first
    /// item. Backpressure moves items into later windows; for the time of the items themselves there is
    /// [`tumbling_by`](Stream::tumbling_by). At the end the last window is given at once. On a stream of
    /// results, an error passes before the window it falls into.
    ///
    /// # Backpressure
    ///
    /// A window of a time holds any number of items, so [`max_in_flight`](crate::Run::max_in_flight) is
    /// `usize::MAX`. What has a bound is [`chunks_timeout`](Stream::chunks_timeout), and a
    /// [`scan`](Stream::scan) where a sum is wanted and not the items.
    ///
    /// # Errors
    ///
    /// An extent of 0 is [`InvalidOption`](crate::PipelineError::InvalidOption) when run, and so are windows
    /// of a time without a tokio runtime.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// let windows = Stream::from_iter(1..6).tumbling(2);
    /// assert_eq!(windows.collect::<Vec<_>>().await?, [vec![1, 2], vec![3, 4], vec![5]]);
    ///
    /// // An item a second, in windows of three seconds.
    /// let second = Duration::from_secs(1);
    /// let windows = Stream::from_iter(1..6).throttle(second).tumbling(3 * second);
    /// assert_eq!(windows.collect::<Vec<_>>().await?, [vec![1, 2, 3], vec![4, 5]]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "window")]
    #[doc(alias = "fixed_window")]
    #[doc(alias = "grouped_within")]
    #[doc(alias = "buffer_time")]
    #[doc(alias = "window_time")]
    #[doc(alias = "window_count")]
    pub fn tumbling<X: Extent>(self, extent: X) -> Stream<Vec<T>, K> {
        let measure = extent.every(extent);
        let node = Node::stage("tumbling");
        let node = match measure {
            Measure::Items { extent: n, .. } => node.holding_items(n).reject_if(
                n == 0,
                "extent",
                "a window of 0 items would never be full; use at least 1",
            ),
            Measure::Time { extent: size, .. } => {
                node.needing_clock("tumbling").holding_items(usize::MAX).reject_if(
                    size.is_zero(),
                    "extent",
                    "no item falls into a window of no time; use more than zero",
                )
            }
        };
        self.attach_keeper(
            node,
            Tumbling { measure, items: Vec::new(), start: None, closes: None, ended: false },
        )
    }

    /// Gives items in windows one after another by a time of their own, which `at` tells since an epoch of
    /// yours.
    ///
    /// The windows begin at multiples of `size`. One is given once an item has come that is `late` after its
    /// end, or more: choose `late` by how far items are out of order. An item that is later than that comes
    /// alone, in a [`Window`] that is marked as late: nothing is lost. At the end all open windows are given.
    /// A window is never empty. On a stream of results, errors pass before the windows that are open.
    ///
    /// # Backpressure
    ///
    /// The windows that are open hold any number of items, so [`max_in_flight`](crate::Run::max_in_flight) is
    /// `usize::MAX`.
    ///
    /// # Errors
    ///
    /// A `size` of zero is [`InvalidOption`](crate::PipelineError::InvalidOption) when run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let second = Duration::from_secs(1);
    /// let events = Stream::from_iter([1, 4, 11, 9, 25, 3]);
    /// let windows = events.tumbling_by(10 * second, 2 * second, move |at| second * *at);
    /// let windows = windows.map(|w| (w.late, w.items)).collect::<Vec<_>>().await?;
    /// assert_eq!(windows[..2], [(false, vec![1, 4, 9]), (false, vec![11])]);
    /// assert_eq!(windows[2..], [(true, vec![3]), (false, vec![25])]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "event_time")]
    pub fn tumbling_by<F>(self, size: Duration, late: Duration, at: F) -> Stream<Window<T>, K>
    where
        F: Fn(&T) -> Duration + Shared,
    {
        let node = Node::for_fn::<F>("tumbling_by").holding_items(usize::MAX).reject_if(
            size.is_zero(),
            "size",
            "no item falls into a window of no time; use more than zero",
        );
        self.attach_keeper(node, TumblingBy { size, at, windows: OpenWindows::new(late) })
    }
}

/// Gives items in windows one after another, each of so many items, or of a time: each item is in one, and
/// none is empty.
///
/// The pipe form of [`Stream::tumbling`](crate::Stream::tumbling).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let windows: Vec<Vec<i32>> = ((1..4) | pipe::tumbling(2) | pipe::collect()).await?;
/// assert_eq!(windows, [vec![1, 2], vec![3]]);
/// # Ok(()) }
/// ```
pub fn tumbling<T: Send + 'static, K: Track, X: Extent>(
    extent: X,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Vec<T>, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.tumbling(extent))
}

/// Gives items in windows one after another by a time of their own, which `at` tells since an epoch of yours.
///
/// The pipe form of [`Stream::tumbling_by`](crate::Stream::tumbling_by).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let (second, zero) = (Duration::from_secs(1), Duration::ZERO);
/// let windows = [1, 4, 12] | pipe::tumbling_by(10 * second, zero, move |at: &u32| second * *at);
/// assert_eq!(windows.map(|window| window.len()).collect::<Vec<_>>().await?, [2, 1]);
/// # Ok(()) }
/// ```
pub fn tumbling_by<T: Send + 'static, K: Track, F>(
    size: Duration,
    late: Duration,
    at: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Window<T>, K>>
where
    F: Fn(&T) -> Duration + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.tumbling_by(size, late, at))
}

struct Tumbling<T> {
    measure: Measure,
    /// The window that fills.
    items: Vec<T>,
    /// When the first item of all came.
    start: Option<Instant>,
    /// When the window closes, if it does by time.
    closes: Option<Instant>,
    ended: bool,
}

impl<T: Send + 'static> Keeper<T> for Tumbling<T> {
    type Out = Vec<T>;

    fn kept(&self) -> usize {
        self.items.len()
    }

    fn take(&mut self, item: T, clock: &mut Clock) -> ControlFlow<()> {
        if let (Measure::Time { extent: size, .. }, None) = (self.measure, self.closes) {
            let start = *self.start.get_or_insert_with(|| clock.now());
            let opened = floor(clock.now() - start, size);
            self.closes = Some(after(start, opened.saturating_add(size)));
        }
        self.items.push(item);
        ControlFlow::Continue(())
    }

    fn give(&mut self, clock: &mut Clock) -> Option<Vec<T>> {
        let is_closed = match self.measure {
            _ if self.items.is_empty() => false,
            _ if self.ended => true,
            Measure::Items { extent, .. } => self.items.len() >= extent,
            Measure::Time { .. } => self.closes.is_some_and(|closes| clock.now() >= closes),
        };
        is_closed.then(|| {
            self.closes = None;
            std::mem::take(&mut self.items)
        })
    }

    fn due(&self) -> Option<Instant> {
        self.closes
    }

    fn end(&mut self) {
        self.ended = true;
    }
}

struct TumblingBy<T, F> {
    size: Duration,
    at: F,
    windows: OpenWindows<T>,
}

impl<T: Send + 'static, F: Fn(&T) -> Duration + Send + 'static> Keeper<T> for TumblingBy<T, F> {
    type Out = Window<T>;

    fn kept(&self) -> usize {
        self.windows.items()
    }

    fn take(&mut self, item: T, _: &mut Clock) -> ControlFlow<()> {
        let at = (self.at)(&item);
        self.windows.advance(at);
        let from = floor(at, self.size);
        let to = from.saturating_add(self.size);
        match self.windows.is_open(to) {
            true => self.windows.put(item, from, to),
            false => self.windows.put_late(item, from, to),
        }
        ControlFlow::Continue(())
    }

    fn give(&mut self, _: &mut Clock) -> Option<Window<T>> {
        self.windows.give()
    }

    fn end(&mut self) {
        self.windows.end();
    }
}
