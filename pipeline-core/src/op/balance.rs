//! `balance`: each item to whichever branch is free.

use crate::stream::{Operator, Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Splits the stream into `N` branches: each item goes to one of them, the first that is free.
    ///
    /// The number is taken from the pattern: `let [a, b] = stream.balance();`. All branches must be part of
    /// one run: see [`Run::join`](crate::Run::join). For several workers that do the same, set `.workers(n)`;
    /// this is for branches that differ, such as two servers. A branch that is dropped, or has ended early,
    /// leaves the items to the others.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let [here, there] = Stream::from_iter(0..100).balance();
    /// let (here, there) = Run::join((here.count(), there.count())).await?;
    /// assert_eq!(here + there, 100);
    /// # Ok(()) }
    /// ```
    ///
    /// # Backpressure
    ///
    /// The branches read one channel, so a slow one holds nobody up. A `.buffer(n)` on a branch would take
    /// items from those that are free, and is refused; before `balance` it is room for all of them.
    #[doc(alias = "load_balance")]
    #[doc(alias = "distribute")]
    pub fn balance<const N: usize>(self) -> [Stream<T, K>; N] {
        let unbuffered = "a branch of `balance` takes an item when it is free, and none before; set a buffer \
                          before `balance`";
        self.split_balanced("balance", unbuffered)
    }
}

/// The operator that [`balance`] makes.
#[derive(Debug)]
pub struct Balance<const N: usize>(());

/// Splits the stream into `N` branches: each item goes to one of them, the first that is free.
///
/// The pipe form of [`Stream::balance`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let [here, there] = (1..=3) | pipe::balance();
/// assert_eq!(here.merge(there).fold(0, |sum, n| sum + n).await?, 6);
/// # Ok(()) }
/// ```
pub fn balance<const N: usize>() -> Pipe<Balance<N>> {
    Pipe::new(Balance(()))
}

impl<T: Send + 'static, K: Track, const N: usize> Operator<T, K> for Balance<N> {
    type Output = [Stream<T, K>; N];

    fn attach(self, stream: Stream<T, K>) -> Self::Output {
        stream.balance()
    }
}
