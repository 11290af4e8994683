//! `slice`: the items at a range of places.

use std::ops::{Bound, RangeBounds};

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the items whose places, counted from 0, are in `range`.
    ///
    /// The input is left, and its tasks stopped, as soon as the last of them is here; an empty range asks for
    /// nothing. A range that reaches beyond the end of the input gives what there is. Places counted from the
    /// end are those of [`take_last`](Stream::take_last) and [`skip_last`](Stream::skip_last), every n-th
    /// item of a slice is that of [`step_by`](Stream::step_by). On a stream of results, errors pass and do
    /// not count.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let middle = Stream::from_iter(10..).slice(2..5);
    /// assert_eq!(middle.collect::<Vec<_>>().await?, [12, 13, 14]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "islice")]
    #[doc(alias = "range")]
    #[doc(alias = "get_item")]
    pub fn slice(self, range: impl RangeBounds<usize>) -> Stream<T, K> {
        let slice = Slice::of(&range);
        let mut node = Node::stage("slice");
        node.leaves_after = slice.end;
        self.attach_stateful(node, slice)
    }
}

/// Gives the items whose places, counted from 0, are in `range`.
///
/// The pipe form of [`Stream::slice`](crate::Stream::slice).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let middle: Vec<i32> = ((10..) | pipe::slice(2..5) | pipe::collect()).await?;
/// assert_eq!(middle, [12, 13, 14]);
/// # Ok(()) }
/// ```
pub fn slice<T: Send + 'static, K: Track, R>(range: R) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    R: RangeBounds<usize>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.slice(range))
}

struct Slice {
    /// The place of the next item.
    place: usize,
    /// The first place that is given.
    start: usize,
    /// The first place behind them, if there is one.
    end: Option<usize>,
}

impl Slice {
    fn of(range: &impl RangeBounds<usize>) -> Self {
        let after = |place: &usize| place.checked_add(1);
        let start = match range.start_bound() {
            Bound::Included(start) => Some(*start),
            Bound::Excluded(before) => after(before),
            Bound::Unbounded => Some(0),
        };
        let end = match range.end_bound() {
            Bound::Included(last) => after(last),
            Bound::Excluded(end) => Some(*end),
            Bound::Unbounded => None,
        };
        match (start, end) {
            (Some(start), Some(end)) if start < end => Self { place: 0, start, end: Some(end) },
            (Some(start), None) => Self { place: 0, start, end: None },
            _ => Self { place: 0, start: 0, end: Some(0) },
        }
    }
}

impl<T: Send + 'static> Stateful<T> for Slice {
    type Out = T;

    fn step(&mut self, value: T) -> Step<T> {
        let place = self.place;
        // No stream gets as far as the last place there is, and one that did would stay there.
        self.place = place.saturating_add(1);
        if self.end == Some(self.place) {
            return Step::Last(value);
        }
        if place < self.start { Step::Skip } else { Step::Emit(value) }
    }

    fn is_done(&self) -> bool {
        self.end == Some(self.place)
    }

    fn wants_one(&self) -> bool {
        self.end.is_some_and(|end| end == self.place.saturating_add(1))
    }
}
