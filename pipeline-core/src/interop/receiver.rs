//! Channels that a stream can receive from.

use futures::Stream as Items;
use futures::stream::poll_fn;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};

use crate::error::StageError;
use crate::stream::{Plain, Track};

/// The receiving end of a channel that can be a source: kanal's (async or sync), tokio's `mpsc` and
/// `broadcast`.
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
    note = "kanal's receivers, tokio's `mpsc` and `broadcast` receivers are; for others make a \
            `futures::Stream` of \
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
    type Track = crate::stream::Fallible<RecvError>;

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
