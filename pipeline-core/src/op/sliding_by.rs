//! `sliding_by`: windows that overlap, by the items' own time.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::attach::{Clock, Keeper, OpenWindows, Window, floor};
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives items in windows that overlap, by a time of their own, which `at` tells since an epoch of yours.
    ///
    /// The windows extend over `size` and begin at multiples of `step`; an item is in each whose span holds
    /// it. One is given once an item has come that is `late` after its end, or more: choose `late` by how far
    /// items are out of order. An item whose windows have all been given comes alone, in a [`Window`] that is
    /// marked as late: nothing is lost. At the end all open windows are given. A window is never empty. On a
    /// stream of results, errors pass before the windows that are open.
    ///
    /// # Backpressure
    ///
    /// The windows that are open hold any number of items, so [`max_in_flight`](crate::Run::max_in_flight) is
    /// `usize::MAX`.
    ///
    /// # Errors
    ///
    /// A `step` of zero, or beyond `size`, is [`InvalidOption`](crate::PipelineError::InvalidOption) when
    /// run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let second = Duration::from_secs(1);
    /// let events = Stream::from_iter([1, 6, 12]);
    /// let windows = events.sliding_by(10 * second, 5 * second, Duration::ZERO, move |at| second * *at);
    /// let windows = windows.map(|window| (window.from.as_secs(), window.items)).collect::<Vec<_>>().await?;
    /// assert_eq!(windows, [(0, vec![1, 6]), (5, vec![6, 12]), (10, vec![12])]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "hopping_window")]
    #[doc(alias = "event_time")]
    pub fn sliding_by<F>(self, size: Duration, step: Duration, late: Duration, at: F) -> Stream<Window<T>, K>
    where
        T: Clone,
        F: Fn(&T) -> Duration + Shared,
    {
        let node = Node::for_fn::<F>("sliding_by")
            .holding_items(usize::MAX)
            .reject_if(
                step > size,
                "step",
                "items between two windows would be lost; use a step of at most the size",
            )
            .reject_if(
                step.is_zero(),
                "step",
                "windows that do not move have no end; use a step of more than zero",
            );
        self.attach_keeper(node, SlidingBy { size, step, at, windows: OpenWindows::new(late) })
    }
}

/// Gives items in windows that overlap, by a time of their own, which `at` tells since an epoch of yours.
///
/// The pipe form of [`Stream::sliding_by`](crate::Stream::sliding_by).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let (second, zero) = (Duration::from_secs(1), Duration::ZERO);
/// let windows = [1, 6] | pipe::sliding_by(10 * second, 5 * second, zero, move |at: &u32| second * *at);
/// assert_eq!(windows.map(|window| window.len()).collect::<Vec<_>>().await?, [2, 1]);
/// # Ok(()) }
/// ```
pub fn sliding_by<T: Clone + Send + 'static, K: Track, F>(
    size: Duration,
    step: Duration,
    late: Duration,
    at: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Window<T>, K>>
where
    F: Fn(&T) -> Duration + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.sliding_by(size, step, late, at))
}

struct SlidingBy<T, F> {
    size: Duration,
    step: Duration,
    at: F,
    windows: OpenWindows<T>,
}

impl<T: Clone + Send + 'static, F: Fn(&T) -> Duration + Send + 'static> Keeper<T> for SlidingBy<T, F> {
    type Out = Window<T>;

    fn kept(&self) -> usize {
        self.windows.items()
    }

    fn take(&mut self, item: T, _: &mut Clock) -> ControlFlow<()> {
        let at = (self.at)(&item);
        self.windows.advance(at);
        // The last window that holds the item is the last to be closed.
        let last = floor(at, self.step);
        if !self.windows.is_open(last.saturating_add(self.size)) {
            self.windows.put_late(item, last, last.saturating_add(self.size));
            return ControlFlow::Continue(());
        }
        let mut from = last;
        while let Some(before) = from.checked_sub(self.step) {
            let to = before.saturating_add(self.size);
            if to <= at || !self.windows.is_open(to) {
                break;
            }
            self.windows.put(item.clone(), before, to);
            from = before;
        }
        self.windows.put(item, last, last.saturating_add(self.size));
        ControlFlow::Continue(())
    }

    fn give(&mut self, _: &mut Clock) -> Option<Window<T>> {
        self.windows.give()
    }

    fn end(&mut self) {
        self.windows.end();
    }
}
