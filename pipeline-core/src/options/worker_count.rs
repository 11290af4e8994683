//! How many workers a stage has: a number, or a range to find it in.

use std::num::NonZero;
use std::ops::RangeInclusive;

/// What `.workers(n)` takes: a number, or a range such as `2..=64`; for computing, the number of cores as
/// [`available_parallelism`](std::thread::available_parallelism) tells it.
///
/// ```
/// # use pipeline_core::prelude::*;
/// let run = Stream::from_iter(0..9).map_async(|n| async move { n }).workers(2..=64).count();
/// assert_eq!(run.graph().to_string(), "from_iter => map_async (2..=64 workers) => count\n");
///
/// let cores = std::thread::available_parallelism().unwrap();
/// let run = Stream::from_iter(0..9).map(|n| n * n).workers(cores).count();
/// # drop(run);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no number of workers",
    label = "neither a `usize` nor a range such as `2..=64`",
    note = "the end of a range is part of it: write `2..=64`"
)]
pub trait WorkerCount: Send + 'static {
    /// The fewest, where that is not the most as well; and the most.
    #[doc(hidden)]
    fn bounds(self) -> (Option<usize>, usize);
}

impl WorkerCount for usize {
    fn bounds(self) -> (Option<usize>, usize) {
        (None, self)
    }
}

impl WorkerCount for NonZero<usize> {
    fn bounds(self) -> (Option<usize>, usize) {
        (None, self.get())
    }
}

impl WorkerCount for RangeInclusive<usize> {
    fn bounds(self) -> (Option<usize>, usize) {
        (Some(*self.start()), *self.end())
    }
}
