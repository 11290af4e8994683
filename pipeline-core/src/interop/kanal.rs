//! Channels of kanal, to receive from and to send to.

use std::sync::Arc;

use futures::Stream;
use tokio::sync::broadcast::error::RecvError;

use super::receiver::Receiver;
use super::target::{Target, TargetGone};
use crate::engine::channel::mpmc;
use crate::error::StageError;
use crate::stream::Plain;

impl<T: Send + 'static> Target<T> for kanal::AsyncSender<T> {
    async fn deliver(&self, item: T) -> Result<(), TargetGone> {
        self.send(item).await.map_err(|_| TargetGone)
    }
}

impl<T: Send + 'static> Receiver for kanal::AsyncReceiver<T> {
    type Item = T;
    type Track = Plain;

    fn into_items(
        self,
        _: impl Fn(RecvError) -> StageError<RecvError> + Send + 'static,
    ) -> impl Stream<Item = T> + Send + 'static {
        mpmc::ReceiverStream::new(self, Arc::default())
    }
}

impl<T: Send + 'static> Receiver for kanal::Receiver<T> {
    type Item = T;
    type Track = Plain;

    fn into_items(
        self,
        _: impl Fn(RecvError) -> StageError<RecvError> + Send + 'static,
    ) -> impl Stream<Item = T> + Send + 'static {
        mpmc::ReceiverStream::new(self.to_async(), Arc::default())
    }
}
