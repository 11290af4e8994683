//! `debounce`: the last item of each burst.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::attach::{Clock, Instant, Keeper, after};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the last item of each burst, once nothing came for `quiet`; the others are dropped.
    ///
    /// At the end the last item is given at once. A burst that ends while the reader is busy waits for it,
    /// and an item that comes in that time goes on with the burst. Choose `quiet` longer than the gaps inside
    /// a burst: an input that never pauses for so long gives nothing before its end. For the first item at
    /// once and then the newest each so often use [`.overflow(Overflow::Latest)`](Stream::overflow).
    ///
    /// # Backpressure
    ///
    /// The stage takes in whatever comes and never holds its input up.
    ///
    /// # Errors
    ///
    /// On a stream of results an error waits for no pause: it goes before the item that waits. Without a
    /// tokio runtime around the run it is [`InvalidOption`](crate::PipelineError::InvalidOption).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// // What is typed: three letters in a row, then a pause, then the rest.
    /// let typed = Stream::generate(|out| async move {
    ///     for (text, pause) in [("s", 10), ("se", 10), ("sea", 300), ("sear", 10), ("search", 10)] {
    ///         out.give(text).await;
    ///         tokio::time::sleep(Duration::from_millis(pause)).await;
    ///     }
    /// });
    /// let searches = typed.debounce(Duration::from_millis(100));
    /// assert_eq!(searches.collect::<Vec<_>>().await?, ["sea", "search"]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "throttle_last")]
    #[doc(alias = "debounce_time")]
    pub fn debounce(self, quiet: Duration) -> Stream<T, K> {
        let node = Node::stage("debounce").holding_items(1).needing_clock("debounce");
        self.attach_relay(node, Debounce { quiet, kept: None, has_ended: false })
    }
}

/// Gives the last item of each burst, once nothing came for `quiet`; the others are dropped.
///
/// The pipe form of [`Stream::debounce`](crate::Stream::debounce).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let long = std::time::Duration::from_secs(60);
/// let last: Vec<i32> = ((0..9) | pipe::debounce(long) | pipe::collect()).await?;
/// assert_eq!(last, [8]);
/// # Ok(()) }
/// ```
pub fn debounce<T: Send + 'static, K: Track>(
    quiet: Duration,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.debounce(quiet))
}

struct Debounce<T> {
    quiet: Duration,
    /// The last item, and when it is given if none comes.
    kept: Option<(T, Instant)>,
    has_ended: bool,
}

impl<T: Send + 'static> Keeper<T> for Debounce<T> {
    type Out = T;

    fn kept(&self) -> usize {
        self.kept.iter().len()
    }

    fn take(&mut self, item: T, clock: &mut Clock) -> ControlFlow<()> {
        self.kept = Some((item, after(clock.now(), self.quiet)));
        ControlFlow::Continue(())
    }

    fn give(&mut self, clock: &mut Clock) -> Option<T> {
        let has_ended = self.has_ended;
        let kept = self.kept.take_if(|(_, due)| has_ended || clock.now() >= *due);
        kept.map(|(item, _)| item)
    }

    fn due(&self) -> Option<Instant> {
        self.kept.as_ref().map(|(_, due)| *due)
    }

    fn end(&mut self) {
        self.has_ended = true;
    }
}
