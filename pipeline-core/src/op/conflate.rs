//! `conflate`: items that come while the reader is busy, merged into one.

use std::ops::ControlFlow;

use crate::attach::{Clock, Keeper};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Merges the items that come while the reader is busy into one, by `f`; a reader that keeps up gets each
    /// as it is.
    ///
    /// Nothing is lost that `f` does not leave out: a sum, a maximum or a map of the newest of each key stays
    /// exact while the reader falls behind. Where another type is to be gathered, make it of each item with a
    /// `map` before. To keep only the newest item use [`.overflow(Overflow::Latest)`](Stream::overflow).
    ///
    /// # Backpressure
    ///
    /// The stage takes in whatever comes and never holds its input up. It gives what it has when its reader
    /// waits, and at the end what is left. Where several workers read, one item is on its way to whoever is
    /// free next.
    ///
    /// # Errors
    ///
    /// On a stream of results an error is not merged: it goes before the item that waits, and nothing is
    /// taken in until it has gone.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// // An item each 10 ms, and a reader that takes 24 ms.
    /// let sums = Stream::interval(Duration::from_millis(10))
    ///     .enumerate()
    ///     .map(|(n, _)| n)
    ///     .take(5)
    ///     .conflate(|sum, n| *sum += n)
    ///     .map_async(|sum| async move {
    ///         tokio::time::sleep(Duration::from_millis(24)).await;
    ///         sum
    ///     });
    /// assert_eq!(sums.collect::<Vec<_>>().await?, [0, 1 + 2, 3 + 4]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "batch")]
    #[doc(alias = "conflate_with_seed")]
    #[doc(alias = "coalesce")]
    pub fn conflate<F>(self, f: F) -> Stream<T, K>
    where
        F: FnMut(&mut T, T) + Send + 'static,
    {
        self.attach_relay(Node::stage("conflate").holding_items(1), Conflate { f, kept: None })
    }
}

/// Merges the items that come while the reader is busy into one, by `f`; a reader that keeps up gets each as
/// it is.
///
/// The pipe form of [`Stream::conflate`](crate::Stream::conflate).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let sums = (1..5) | pipe::conflate(|sum: &mut i32, n: i32| *sum += n);
/// assert_eq!(sums.fold(0, |sum, n| sum + n).await?, 10);
/// # Ok(()) }
/// ```
pub fn conflate<T: Send + 'static, K: Track, F>(f: F) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>>
where
    F: FnMut(&mut T, T) + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.conflate(f))
}

struct Conflate<T, F> {
    f: F,
    /// What waits for the reader.
    kept: Option<T>,
}

impl<T: Send + 'static, F: FnMut(&mut T, T) + Send + 'static> Keeper<T> for Conflate<T, F> {
    type Out = T;

    fn kept(&self) -> usize {
        self.kept.iter().len()
    }

    fn take(&mut self, item: T, _: &mut Clock) -> ControlFlow<()> {
        match &mut self.kept {
            Some(kept) => (self.f)(kept, item),
            none => *none = Some(item),
        }
        ControlFlow::Continue(())
    }

    fn give(&mut self, _: &mut Clock) -> Option<T> {
        self.kept.take()
    }

    fn end(&mut self) {}
}
