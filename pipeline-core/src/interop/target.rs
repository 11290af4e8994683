//! Targets: where `send_to` and `divert_err` deliver.

use std::future::Future;
use std::marker::PhantomData;

use tokio::sync::mpsc;

/// The sending end of a channel that a pipeline can deliver into: [`Sender`](crate::Sender), kanal's async
/// one, tokio's `mpsc`, a [`Broadcast`](crate::Broadcast).
///
/// ```
/// # use pipeline_core::prelude::*;
/// fn deliver(target: impl pipeline_core::Target<i32>) -> Run<()> {
///     Stream::from_iter(0..3).send_to(target)
/// }
/// # drop(deliver(tokio::sync::mpsc::channel(1).0));
/// ```
#[diagnostic::on_unimplemented(
    message = "a pipeline cannot deliver `{T}` into `{Self}`",
    label = "not the sending end of a channel of `{T}`",
    note = "`pipeline_core::Sender<T>` and `Broadcast<T>`, kanal's `AsyncSender<T>` and tokio's `mpsc` \
            senders are; for a `futures::Sink` use `forward`"
)]
pub trait Target<T>: Send + Sync + 'static {
    /// Sends an item, waiting while the channel is full.
    fn deliver(&self, item: T) -> impl Future<Output = Result<(), TargetGone>> + Send;

    /// The run that was to deliver was dropped, or torn down, before its end.
    #[doc(hidden)]
    fn abandoned(&self) {}
}

/// A target that is told if the run is dropped or torn down before everything was delivered.
pub(crate) struct Delivery<T, D: Target<T>> {
    target: D,
    finished: bool,
    _items: PhantomData<fn(T)>,
}

impl<T, D: Target<T>> Delivery<T, D> {
    pub(crate) fn new(target: D) -> Self {
        Self { target, finished: false, _items: PhantomData }
    }

    pub(crate) fn deliver(&self, item: T) -> impl Future<Output = Result<(), TargetGone>> + Send {
        self.target.deliver(item)
    }

    /// Everything was delivered.
    pub(crate) fn finish(mut self) {
        self.finished = true;
    }
}

impl<T, D: Target<T>> Drop for Delivery<T, D> {
    fn drop(&mut self) {
        if !self.finished {
            self.target.abandoned();
        }
    }
}

/// The receiving end that a pipeline was to deliver to has gone.
///
/// ```
/// assert_eq!(pipeline_core::TargetGone.to_string(), "the receiver that items are sent to has gone");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the receiver that items are sent to has gone")]
pub struct TargetGone;

impl<T: Send + 'static> Target<T> for mpsc::Sender<T> {
    async fn deliver(&self, item: T) -> Result<(), TargetGone> {
        self.send(item).await.map_err(|_| TargetGone)
    }
}

impl<T: Send + 'static> Target<T> for mpsc::UnboundedSender<T> {
    async fn deliver(&self, item: T) -> Result<(), TargetGone> {
        self.send(item).map_err(|_| TargetGone)
    }
}
