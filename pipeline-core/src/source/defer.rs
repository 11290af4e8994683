//! `defer`: a source that is made when the run starts.

use crate::attach::AtStop;
use crate::plan::{Node, Role};
use crate::stream::{IntoStream, Stream, Track};

impl<T: Send + 'static, K: Track> Stream<T, K> {
    /// Calls `make` when the run starts, and gives what it made: the items of anything iterable, or a whole
    /// stream.
    ///
    /// What `make` returns is named and counted as this one source; a stream's own options hold, but bad ones
    /// among them are found only when it is made.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = Stream::defer(|| vec![4, 5, 6]).collect::<Vec<_>>(); // nothing is called yet
    /// assert_eq!(run.await?, [4, 5, 6]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "from_callable")]
    pub fn defer<I, F>(make: F) -> Self
    where
        I: IntoStream<Item = T, Track = K>,
        F: FnOnce() -> I + Send + 'static,
    {
        let node = Node::new("defer", Role::Source);
        Stream::source_at(node, AtStop::Follow, move |start| {
            let made = make().into_stream().finish();
            made.start_late(start.scope, start.stage_id).into_stream()
        })
    }
}
