//! `tee`: every item to each of several branches.

use crate::attach::{BranchSenders, Dispatch};
use crate::plan::Share;
use crate::stream::{Operator, Pipe, Stream, Track};

/// # Splitting and joining
///
/// Words that make several streams of one, and one of several.
impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Splits the stream into `N` branches that each get every item.
    ///
    /// The number is taken from the pattern: `let [a, b] = stream.tee();`. All branches must be part of one
    /// run: see [`Run::join`](crate::Run::join). The slowest branch sets the pace; `.buffer(n)` on a branch
    /// lets it fall behind by n. A branch that is dropped, or has ended early, leaves.
    ///
    /// Branches that wait for each other stall. `a.chain(b)` reads all of `a` first, while `b` holds `a` up:
    /// a run with such a chain is refused, unless `b` is `.unbounded()`. `a.filter(f).zip(b)` stalls as soon
    /// as `f` has dropped more items than `b` has room for: zip first, and filter the pairs.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let [a, b] = Stream::from_iter(1..4).tee();
    /// let (sum, items) = Run::join((a.fold(0, |sum, n| sum + n), b.collect::<Vec<_>>())).await?;
    /// assert_eq!((sum, items), (6, vec![1, 2, 3]));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "broadcast")]
    pub fn tee<const N: usize>(self) -> [Stream<T, K>; N]
    where
        K::Item<T>: Clone + Sync,
    {
        self.split("tee", Copies)
    }
}

/// The operator that [`tee`] makes.
#[derive(Debug)]
pub struct Tee<const N: usize>(());

/// Splits the stream into `N` branches that each get every item.
///
/// The pipe form of [`Stream::tee`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let [a, b] = [1, 2] | pipe::tee();
/// assert_eq!(Run::join((a.count(), b.last())).await?, (2, Some(2)));
/// # Ok(()) }
/// ```
pub fn tee<const N: usize>() -> Pipe<Tee<N>> {
    Pipe::new(Tee(()))
}

impl<T: Send + 'static, K: Track, const N: usize> Operator<T, K> for Tee<N>
where
    K::Item<T>: Clone + Sync,
{
    type Output = [Stream<T, K>; N];

    fn attach(self, stream: Stream<T, K>) -> Self::Output {
        stream.tee()
    }
}

struct Copies;

impl<I: Clone + Send + Sync + 'static> Dispatch<I, I> for Copies {
    const SHARE: Share = Share::All;

    async fn dispatch(&self, item: I, ends: &BranchSenders<I>) {
        ends.broadcast(item).await;
    }
}
