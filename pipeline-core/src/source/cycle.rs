//! `cycle`: the same source over and over.

use futures::StreamExt;
use futures::stream::unfold;

use crate::stream::{IntoStream, Stream, Track};

impl<T: Send + 'static, K: Track> Stream<T, K> {
    /// Calls `make` and gives the items of what it made, anything iterable or a whole stream; calls it again
    /// when that has ended, without end.
    ///
    /// A stream is used up by running it, so it is made anew for each round. Between two rounds others have
    /// their turn, so that a source which is empty for now does not hold the thread. As with
    /// [`defer`](Stream::defer), what is made is named and counted as this one source.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let turns = Stream::cycle(|| ["red", "green"]).take(5);
    /// assert_eq!(turns.collect::<Vec<_>>().await?, ["red", "green", "red", "green", "red"]);
    /// # Ok(()) }
    /// ```
    pub fn cycle<I, F>(make: F) -> Self
    where
        I: IntoStream<Item = T, Track = K>,
        F: FnMut() -> I + Send + 'static,
    {
        Stream::source("cycle", |start| {
            let rounds =
                unfold((start.late_starter(), make, false), |(starter, mut make, again)| async move {
                    if again {
                        starter.yield_now().await;
                    }
                    let round = starter.start(make());
                    Some((round, (starter, make, true)))
                });
            rounds.flatten()
        })
    }
}
