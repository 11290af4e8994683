//! `open`: a pipeline that is read by hand.

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::sync::{Notify, mpsc, oneshot};

use crate::attach::{Contained, terminal};
use crate::error::PipelineError;
use crate::run::{Control, Run, Running};
use crate::stream::{Pipe, Stream, Track};

/// A pipeline that is read by hand: a `futures::Stream` of `Result<item, PipelineError>`.
///
/// It starts with the first poll and asks the pipeline for one item at a time: nothing is taken that was not
/// asked for. An error is the last thing it gives. When it gives `None`, every task has ended.
///
/// To stop before the end, [`close`](Open::close) it, which waits for its tasks; dropping it does not.
///
/// # Cancel safety
///
/// Dropping a `next()` that waits loses nothing; the next one gets the item. Dropping `Open` cancels the run
/// without waiting for it: its tasks end, and drop what they hold, some time later.
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
/// numbers.close().await?;
/// # Ok(()) }
/// ```
#[must_use = "an open pipeline does nothing until it is polled"]
pub struct Open<I> {
    phase: Phase,
    items: Contained<mpsc::Receiver<I>>,
    demand: Arc<Notify>,
    control: Control,
    /// Dropping it cancels the run.
    cancel: oneshot::Sender<Infallible>,
    /// Whether an item was asked for that has not come yet.
    asked: bool,
}

/// How far the run is.
enum Phase {
    /// Nothing was asked for, and nothing has started.
    Waiting(Running<()>),
    Working(Running<()>),
    /// Every task has ended. The error is told once all that was received is read.
    Ended(Option<PipelineError>),
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
    #[doc(alias = "next")]
    #[doc(alias = "try_next")]
    pub fn open(self) -> Open<K::Item<T>> {
        let (tx, items) = mpsc::channel(1);
        let (cancel, cancelled) = oneshot::channel::<Infallible>();
        let demand = Arc::new(Notify::new());
        let asked = demand.clone();
        let run: Run<()> = self.close_with_loop(terminal("open"), |mut feed, _| async move {
            loop {
                asked.notified().await;
                let Some(item) = feed.next().await else { return Ok(()) };
                if tx.send(item).await.is_err() {
                    return Ok(());
                }
            }
        });
        let run = run.cancelled_by(async { drop(cancelled.await) });
        let (running, items) = (run.into_future(), Contained::new(items));
        let control = running.control();
        Open { phase: Phase::Waiting(running), items, demand, control, cancel, asked: false }
    }
}

impl<I> Open<I> {
    /// What the pipeline is steered by: stopped, paused, aborted, also from other tasks.
    ///
    /// After a [`stop`](Control::stop) it still gives what is inside; dropping it or [`close`](Self::close)
    /// does not.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use futures::StreamExt;
    ///
    /// let mut numbers = Stream::from_iter(0..).open();
    /// assert_eq!(numbers.next().await.transpose()?, Some(0));
    /// numbers.control().stop();
    /// assert_eq!(numbers.next().await.transpose()?, None);
    /// # Ok(()) }
    /// ```
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Cancels the run, and waits until every task has ended and every item and every closure of it is
    /// dropped.
    ///
    /// Calls of `_blocking` functions that have started go on to their end, and are waited for. An `Open`
    /// that was never polled has started nothing and starts nothing now.
    ///
    /// # Errors
    ///
    /// A failure of the run that was not read yet; items that were not read are dropped. To close early is no
    /// failure.
    ///
    /// # Cancel safety
    ///
    /// Dropping this future is like dropping [`Open`]: the run is cancelled in any case. What is lost is the
    /// waiting, and the failure if there was one.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use futures::StreamExt;
    /// use std::sync::Arc;
    ///
    /// let shared = Arc::new(7);
    /// let held = shared.clone();
    /// let mut sums = Stream::from_iter(0..).map(move |n| n + *held).open();
    /// assert_eq!(sums.next().await.transpose()?, Some(7));
    /// sums.close().await?;
    /// assert_eq!(Arc::strong_count(&shared), 1);
    /// # Ok(()) }
    /// ```
    pub async fn close(self) -> Result<(), PipelineError> {
        // The items stay until the run has ended: if their receiver went first, a failure would look like one
        // that concerns nobody.
        let Open { phase, items: _items, cancel, .. } = self;
        drop(cancel);
        match phase {
            Phase::Waiting(_) | Phase::Ended(None) => Ok(()),
            Phase::Ended(Some(error)) => Err(error),
            Phase::Working(running) => match running.await {
                Err(PipelineError::Cancelled) => Ok(()),
                ended => ended,
            },
        }
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
        this.phase.advance(cx);
        let ended = matches!(this.phase, Phase::Ended(_));
        if !ended && this.items.is_closed() && this.items.is_empty() {
            return Poll::Pending;
        }
        match ready!(this.items.poll_recv(cx)) {
            Some(item) => {
                this.asked = false;
                Poll::Ready(Some(Ok(item)))
            }
            None => match &mut this.phase {
                Phase::Ended(error) => Poll::Ready(error.take().map(Err)),
                // All is received; what is left is to see the run end.
                _ => Poll::Pending,
            },
        }
    }
}

impl Phase {
    /// Polls the run, which starts it.
    fn advance(&mut self, cx: &mut Context<'_>) {
        *self = match std::mem::replace(self, Phase::Ended(None)) {
            Phase::Waiting(mut running) | Phase::Working(mut running) => {
                match Pin::new(&mut running).poll(cx) {
                    Poll::Ready(ended) => Phase::Ended(ended.err()),
                    Poll::Pending => Phase::Working(running),
                }
            }
            ended => ended,
        };
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
        f.debug_struct("Open").field("ended", &matches!(self.phase, Phase::Ended(_))).finish()
    }
}
