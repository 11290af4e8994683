//! `flat_map_stream`: each item into a stream of others.

use crate::attach::Substream;
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Lift, Pipe, Stream, Track, Tunable};

/// # Streams of streams
///
/// Words for items that are streams, or become one each.
impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Turns each item into the items of a stream, each sent before the next is asked for.
    ///
    /// `f` returns a [`Stream`], a
    /// [`futures::Stream`](https://docs.rs/futures/0.3/futures/stream/trait.Stream.html) or anything
    /// iterable. With one worker, one stream after another is read to its end; `.workers(n)` reads n of them
    /// at a time, and `.ordered()` keeps their items in the order of the input even so, reading ahead by no
    /// more than the window.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let copies = Stream::from_iter([1, 2]).flat_map_stream(|n| futures::stream::iter(vec![n; n]));
    /// assert_eq!(copies.collect::<Vec<_>>().await?, [1, 2, 2]);
    /// let page = |n| Stream::from_iter(0..n).map_async(|n| async move { n * 2 });
    /// let pages = Stream::from_iter([1, 2]).flat_map_stream(page);
    /// assert_eq!(pages.collect::<Vec<_>>().await?, [0, 0, 2]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "concat_map")]
    #[doc(alias = "merge_map")]
    #[doc(alias = "flat_map_merge")]
    #[doc(alias = "flat_map_concat")]
    pub fn flat_map_stream<F, Sub, How>(self, f: F) -> Stream<Sub::Item, K, Tunable<T>>
    where
        F: Fn(T) -> Sub + Shared,
        Sub: Substream<How, Track: Lift<K>>,
        How: 'static,
    {
        self.attach_substream(Node::for_fn::<F>("flat_map_stream"), f)
    }
}

/// Turns each item into the items of a stream, each sent before the next is asked for.
///
/// The pipe form of [`Stream::flat_map_stream`](crate::Stream::flat_map_stream).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let copies = [1, 2] | pipe::flat_map_stream(|n: usize| futures::stream::iter(vec![n; n]));
/// assert_eq!(copies.collect::<Vec<_>>().await?, [1, 2, 2]);
/// # Ok(()) }
/// ```
pub fn flat_map_stream<T: Send + 'static, K: Track, F, Sub, How>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Sub::Item, K, Tunable<T>>>
where
    F: Fn(T) -> Sub + Shared,
    Sub: Substream<How, Track: Lift<K>>,
    How: 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.flat_map_stream(f))
}
