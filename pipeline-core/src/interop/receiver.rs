//! Channels that a stream can receive from.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{broadcast, mpsc};

use super::intake::{Closing, Flagged, Intake};
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
    ) -> impl Intake<Item = <Self::Track as Track>::Item<Self::Item>> + Send + 'static;
}

impl<T: Send + 'static> Receiver for mpsc::Receiver<T> {
    type Item = T;
    type Track = Plain;

    fn into_items(
        self,
        _: impl Fn(RecvError) -> StageError<RecvError> + Send + 'static,
    ) -> impl Intake<Item = T> + Send + 'static {
        Closing { rx: self, poll_recv: Self::poll_recv, close: Self::close }
    }
}

impl<T: Send + 'static> Receiver for mpsc::UnboundedReceiver<T> {
    type Item = T;
    type Track = Plain;

    fn into_items(
        self,
        _: impl Fn(RecvError) -> StageError<RecvError> + Send + 'static,
    ) -> impl Intake<Item = T> + Send + 'static {
        Closing { rx: self, poll_recv: Self::poll_recv, close: Self::close }
    }
}

impl<T: Clone + Send + 'static> Receiver for broadcast::Receiver<T> {
    type Item = T;
    type Track = crate::stream::Fallible<RecvError>;

    fn into_items(
        self,
        failed: impl Fn(RecvError) -> StageError<RecvError> + Send + 'static,
    ) -> impl Intake<Item = Result<T, StageError<RecvError>>> + Send + 'static {
        Flagged::new(|closed| {
            futures::stream::unfold((self, failed, closed), |(mut rx, failed, closed)| async move {
                match receive(&mut rx, &closed).await {
                    Ok(item) => Some((Ok(item), (rx, failed, closed))),
                    Err(RecvError::Closed) => None,
                    Err(lagged) => Some((Err(failed(lagged)), (rx, failed, closed))),
                }
            })
        })
    }
}

/// The next item; once `closed`, only if it is there.
async fn receive<T: Clone>(rx: &mut broadcast::Receiver<T>, closed: &AtomicBool) -> Result<T, RecvError> {
    let received = {
        let mut next = pin!(rx.recv());
        poll_fn(|cx| match next.as_mut().poll(cx) {
            Poll::Ready(received) => Poll::Ready(Some(received)),
            // It may have been kept waiting by tokio's budget alone.
            Poll::Pending if closed.load(Ordering::Relaxed) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        })
        .await
    };
    received.unwrap_or_else(|| {
        rx.try_recv().map_err(|none| match none {
            TryRecvError::Lagged(lost) => RecvError::Lagged(lost),
            TryRecvError::Empty | TryRecvError::Closed => RecvError::Closed,
        })
    })
}
