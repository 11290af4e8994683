//! What windows are made of: how far they extend, and what comes out.

use std::ops::Deref;
use std::time::Duration;

/// How far a window extends: a number of items, or a time.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let pairs = Stream::from_iter(0..4).tumbling(2).collect::<Vec<_>>().await?;
/// assert_eq!(pairs, [[0, 1], [2, 3]]);
/// let seconds = Stream::from_iter(0..4).tumbling(Duration::from_secs(1)).collect::<Vec<_>>().await?;
/// assert_eq!(seconds.concat(), [0, 1, 2, 3]);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not how far a window extends",
    label = "neither a number of items nor a time",
    note = "a window extends over a `usize` of items, or over a `std::time::Duration`"
)]
pub trait Extent: Copy + sealed::Sealed {
    #[doc(hidden)]
    fn every(self, step: Self) -> Measure;
}

/// Windows of an [`Extent`] that begin at every step.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Measure {
    Items { extent: usize, step: usize },
    Time { extent: Duration, step: Duration },
}

impl Extent for usize {
    fn every(self, step: Self) -> Measure {
        Measure::Items { extent: self, step }
    }
}

impl Extent for Duration {
    fn every(self, step: Self) -> Measure {
        Measure::Time { extent: self, step }
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for usize {}
    impl Sealed for std::time::Duration {}
}

/// The items of a span of time, by their own clock: what `tumbling_by`, `sliding_by` and `session_by` give.
///
/// It derefs to its items, and is an iterator over them by `into_iter`.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let second = Duration::from_secs(1);
/// let events = Stream::from_iter([1, 2, 11]);
/// let windows = events.tumbling_by(10 * second, Duration::ZERO, move |at| second * *at);
/// let windows = windows.collect::<Vec<_>>().await?;
/// assert_eq!((windows[0].len(), windows[0].from, windows[0].to), (2, 0 * second, 10 * second));
/// assert_eq!(windows[1].items, [11]);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window<T> {
    /// The items, in the order in which they came.
    pub items: Vec<T>,
    /// Where the span begins, since the epoch of the function that tells the time of an item.
    pub from: Duration,
    /// Where it ends; an item of this very moment is not in it.
    pub to: Duration,
    /// Whether the window had been given already when its one item came.
    pub late: bool,
}

impl<T> Deref for Window<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> IntoIterator for Window<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}
