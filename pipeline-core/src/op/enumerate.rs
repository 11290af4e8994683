//! `enumerate`: each item with its place.

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives each item with its place in the stream, counted from 0.
    ///
    /// Behind a stage with several workers that is not `.ordered()`, the place is that of arrival.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let places = Stream::from_iter(['a', 'b']).enumerate();
    /// assert_eq!(places.collect::<Vec<_>>().await?, [(0, 'a'), (1, 'b')]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "filter_index")]
    #[doc(alias = "zip_with_index")]
    pub fn enumerate(self) -> Stream<(usize, T), K> {
        self.attach_stateful(Node::stage("enumerate"), Enumerate(0))
    }
}

/// Gives each item with its place in the stream, counted from 0.
///
/// The pipe form of [`Stream::enumerate`](crate::Stream::enumerate).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let places: Vec<(usize, char)> = (['a', 'b'] | pipe::enumerate() | pipe::collect()).await?;
/// assert_eq!(places, [(0, 'a'), (1, 'b')]);
/// # Ok(()) }
/// ```
pub fn enumerate<T: Send + 'static, K: Track>() -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<(usize, T), K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.enumerate())
}

/// The place of the next item.
struct Enumerate(usize);

impl<T: Send + 'static> Stateful<T> for Enumerate {
    type Out = (usize, T);

    fn step(&mut self, value: T) -> Step<(usize, T)> {
        let place = self.0;
        self.0 += 1;
        Step::Emit((place, value))
    }
}
