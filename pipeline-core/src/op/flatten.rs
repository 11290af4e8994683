//! `flatten`: the items of items.

use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the items of each item, one by one.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let flat = Stream::from_iter([vec![1], vec![], vec![2, 3]]).flatten();
    /// assert_eq!(flat.collect::<Vec<_>>().await?, [1, 2, 3]);
    /// # Ok(()) }
    /// ```
    pub fn flatten(self) -> Stream<T::Item, K, Tunable<T>>
    where
        T: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static>,
    {
        self.attach_iter(Node::stage("flatten"), |items| items)
    }
}

/// Gives the items of each item, one by one.
///
/// The pipe form of [`Stream::flatten`](crate::Stream::flatten).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let flat: Vec<i32> = ([vec![1], vec![2, 3]] | pipe::flatten() | pipe::collect()).await?;
/// assert_eq!(flat, [1, 2, 3]);
/// # Ok(()) }
/// ```
pub fn flatten<T, K: Track>() -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T::Item, K, Tunable<T>>>
where
    T: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.flatten())
}
