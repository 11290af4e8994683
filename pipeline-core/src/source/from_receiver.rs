//! `from_receiver`: the items of a channel.

use futures::Stream as Items;
use futures::stream::poll_fn;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};

use crate::error::StageError;
use crate::stream::Stream;
use crate::track::{Plain, Track};

/// The receiving end of a channel that can be a source: kanal's (async or sync), tokio's `mpsc` and `broadcast`.
///
/// ```
/// # use pipeline_core::prelude::*;
/// fn count(rx: impl pipeline_core::Receiver<Item = u8, Track = Plain>) -> Run<usize> {
///     Stream::from_receiver(rx).count()
/// }
/// # drop(count(tokio::sync::mpsc::channel(1).1));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the receiving end of a channel that can be a source",
    label = "not a receiver",
    note = "kanal's receivers, tokio's `mpsc` and `broadcast` receivers are; for others make a `futures::Stream` of \
            yours and use `Stream::from_stream`"
)]
pub trait Receiver: Send + 'static {
    /// What comes through the channel.
    type Item: Send + 'static;
    /// `Plain`, or `Fallible` where receiving can fail.
    type Track: Track;

    #[doc(hidden)]
    fn into_items(
        self,
        failed: impl Fn(RecvError) -> StageError<RecvError> + Send + 'static,
    ) -> impl Items<Item = <Self::Track as Track>::Item<Self::Item>> + Send + 'static;
}

impl<T: Send + 'static, K: Track> Stream<T, K> {
    /// Gives what comes through a channel of yours, until its last sender has gone and nothing waits.
    ///
    /// A `broadcast` receiver that lags behind gives an error in the place of the items it has lost, and goes on.
    ///
    /// The receiver belongs to the run. Items in the channel when the run ends early (`take(5)`) are dropped with it, one that was
    /// just taken out included: to keep them, keep the channel's other end and stop sending first.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (tx, rx) = tokio::sync::mpsc::channel(8);
    /// tx.send(1).await.unwrap();
    /// tx.send(2).await.unwrap();
    /// drop(tx);
    /// assert_eq!(Stream::from_receiver(rx).collect::<Vec<_>>().await?, [1, 2]);
    /// # Ok(()) }
    /// ```
    pub fn from_receiver(rx: impl Receiver<Item = T, Track = K>) -> Self {
        Self::source("from_receiver", |start| {
            let site = start.site.clone();
            rx.into_items(move |error| StageError::new(site.clone(), error))
        })
    }
}

impl<T: Send + 'static> Receiver for mpsc::Receiver<T> {
    type Item = T;
    type Track = Plain;

    fn into_items(
        mut self,
        _: impl Fn(RecvError) -> StageError<RecvError> + Send + 'static,
    ) -> impl Items<Item = T> + Send + 'static {
        poll_fn(move |cx| self.poll_recv(cx))
    }
}

impl<T: Send + 'static> Receiver for mpsc::UnboundedReceiver<T> {
    type Item = T;
    type Track = Plain;

    fn into_items(
        mut self,
        _: impl Fn(RecvError) -> StageError<RecvError> + Send + 'static,
    ) -> impl Items<Item = T> + Send + 'static {
        poll_fn(move |cx| self.poll_recv(cx))
    }
}

impl<T: Clone + Send + 'static> Receiver for broadcast::Receiver<T> {
    type Item = T;
    type Track = crate::Fallible<RecvError>;

    fn into_items(
        self,
        failed: impl Fn(RecvError) -> StageError<RecvError> + Send + 'static,
    ) -> impl Items<Item = Result<T, StageError<RecvError>>> + Send + 'static {
        futures::stream::unfold((self, failed), |(mut rx, failed)| async move {
            match rx.recv().await {
                Ok(item) => Some((Ok(item), (rx, failed))),
                Err(RecvError::Closed) => None,
                Err(lagged) => Some((Err(failed(lagged)), (rx, failed))),
            }
        })
    }
}
