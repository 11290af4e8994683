//! `open`: a pipeline that is read by hand.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::sync::{Notify, mpsc};

use crate::error::PipelineError;
use crate::operator::Pipe;
use crate::run::Run;
use crate::running::Running;
use crate::stream::Stream;
use crate::terminal::close::terminal;
use crate::track::Track;

/// A pipeline that is read by hand: a `futures::Stream` of `Result<item, PipelineError>`.
///
/// It starts with the first poll and asks the pipeline for one item at a time: nothing is taken that was not asked for. An error is the
/// last thing it gives. When it gives `None`, every task has ended.
///
/// # Cancel safety
///
/// Dropping a `next()` that waits loses nothing; the next one gets the item. Dropping `Open` cancels the run.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// use futures::StreamExt;
///
/// let mut numbers = Stream::from_iter(0..).map_async(|n| async move { n * n }).open();
/// while let Some(square) = numbers.next().await.transpose()? {
///     if square > 50 {
///         break;
///     }
/// }
/// # Ok(()) }
/// ```
#[must_use = "an open pipeline does nothing until it is polled"]
pub struct Open<I> {
    /// Nothing once it has ended.
    running: Option<Running<()>>,
    /// Why it failed; told once all that was received is read.
    error: Option<PipelineError>,
    items: mpsc::Receiver<I>,
    demand: Arc<Notify>,
    /// Whether an item was asked for that has not come yet.
    asked: bool,
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Closes the pipeline for reading by hand; see [`Open`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use futures::StreamExt;
    ///
    /// let mut letters = Stream::from_iter(["a", "b"]).open();
    /// assert_eq!(letters.next().await.transpose()?, Some("a"));
    /// # Ok(()) }
    /// ```
    pub fn open(self) -> Open<K::Item<T>> {
        let (tx, items) = mpsc::channel(1);
        let demand = Arc::new(Notify::new());
        let asked = demand.clone();
        let run: Run<()> = self.close(terminal("open"), |mut feed, _| async move {
            loop {
                asked.notified().await;
                let Some(item) = feed.next().await else { return Ok(()) };
                if tx.send(item).await.is_err() {
                    return Ok(());
                }
            }
        });
        Open { running: Some(run.into_future()), error: None, items, demand, asked: false }
    }
}

impl<I> futures::Stream for Open<I> {
    type Item = Result<I, PipelineError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if !std::mem::replace(&mut this.asked, true) {
            this.demand.notify_one();
        }
        // The run is polled as well, for it starts the pipeline and knows how it ended.
        if let Some(running) = &mut this.running
            && let Poll::Ready(ended) = Pin::new(running).poll(cx)
        {
            this.running = None;
            this.error = ended.err();
        }
        if this.running.is_some() && this.items.is_closed() && this.items.is_empty() {
            return Poll::Pending;
        }
        match ready!(this.items.poll_recv(cx)) {
            Some(item) => {
                this.asked = false;
                Poll::Ready(Some(Ok(item)))
            }
            // All is received; what is left is to see the run end.
            None if this.running.is_some() => Poll::Pending,
            None => Poll::Ready(this.error.take().map(Err)),
        }
    }
}

impl<I> Unpin for Open<I> {}

/// Closes the pipeline for reading by hand.
///
/// The pipe form of [`Stream::open`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// use futures::StreamExt;
///
/// let mut letters = ["a", "b"] | pipe::open();
/// assert_eq!(letters.next().await.transpose()?, Some("a"));
/// # Ok(()) }
/// ```
pub fn open<T: Send + 'static, K: Track>() -> Pipe<impl FnOnce(Stream<T, K>) -> Open<K::Item<T>>> {
    Pipe::new(|stream: Stream<T, K>| stream.open())
}

impl<I> fmt::Debug for Open<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Open").field("ended", &self.running.is_none()).finish()
    }
}
