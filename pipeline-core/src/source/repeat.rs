//! `repeat`, `repeat_with`: the same again, without end.

use crate::stream::Stream;

impl<T: Send + 'static> Stream<T> {
    /// Gives clones of `item` without end; `take(n)` bounds it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// assert_eq!(Stream::repeat(7).take(3).collect::<Vec<_>>().await?, [7, 7, 7]);
    /// # Ok(()) }
    /// ```
    pub fn repeat(item: T) -> Self
    where
        T: Clone,
    {
        Self::source("repeat", |_| futures::stream::repeat(item))
    }

    /// Gives what `f` returns, called once for each item that is asked for, without end.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let mut n = 0;
    /// let counted = Stream::repeat_with(move || { n += 1; n });
    /// assert_eq!(counted.take(3).collect::<Vec<_>>().await?, [1, 2, 3]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "poll_fn")]
    pub fn repeat_with(f: impl FnMut() -> T + Send + 'static) -> Self {
        Self::source("repeat_with", |_| futures::stream::repeat_with(f))
    }
}
