//! `flatten_stream`: the items of streams that are items.

use crate::attach::Substream;
use crate::plan::Node;
use crate::stream::{Lift, Pipe, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the items of streams that come as items: one stream after another, or several at a time.
    ///
    /// The items are [`Stream`]s or
    /// [`futures::Stream`](https://docs.rs/futures/0.3/futures/stream/trait.Stream.html)s. With one worker, a
    /// stream is read to its end before the next is started. `.workers(n)` reads n of them at a time, fairly,
    /// and starts another as soon as one has ended; `.ordered()` gives their items in the order of the
    /// streams even so, reading ahead by no more than the window. For `Vec`s and other collections use
    /// [`flatten`](Stream::flatten).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let page = |page| Stream::from_iter(0..page).map(move |n| page * 10 + n);
    /// let lines = Stream::from_iter(1..4).map(page).flatten_stream().workers(3).ordered();
    /// assert_eq!(lines.collect::<Vec<_>>().await?, [10, 20, 21, 30, 31, 32]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "concat")]
    #[doc(alias = "flatten_unordered")]
    #[doc(alias = "merge_all")]
    #[doc(alias = "concat_all")]
    pub fn flatten_stream<How>(self) -> Stream<T::Item, K, Tunable<T>>
    where
        T: Substream<How, Track: Lift<K>>,
        How: 'static,
    {
        self.attach_substream(Node::stage("flatten_stream"), |stream| stream)
    }
}

/// Gives the items of streams that come as items: one stream after another, or several at a time.
///
/// The pipe form of [`Stream::flatten_stream`](crate::Stream::flatten_stream).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let streams = [Stream::from_iter(0..2), Stream::from_iter(5..7)];
/// let all: Vec<i32> = (streams | pipe::flatten_stream() | pipe::collect()).await?;
/// assert_eq!(all, [0, 1, 5, 6]);
/// # Ok(()) }
/// ```
pub fn flatten_stream<T, K: Track, How>() -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T::Item, K, Tunable<T>>>
where
    T: Substream<How, Track: Lift<K>>,
    How: 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.flatten_stream())
}
