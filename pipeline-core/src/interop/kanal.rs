//! Channels of kanal, to receive from and to send to.

use std::ops::BitOr;
use std::sync::atomic::Ordering;
use std::task::Poll;

use futures::StreamExt;
use futures::stream::poll_fn;
use tokio::sync::broadcast::error::RecvError;

use super::intake::{Flagged, Intake};
use super::receiver::Receiver;
use super::target::{Target, TargetGone};
use crate::engine::channel::mpmc;
use crate::error::StageError;
use crate::stream::{Operator, Pipe, Plain, Stream};

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
    ) -> impl Intake<Item = T> + Send + 'static {
        items_of(self)
    }
}

impl<T: Send + 'static> Receiver for kanal::Receiver<T> {
    type Item = T;
    type Track = Plain;

    fn into_items(
        self,
        _: impl Fn(RecvError) -> StageError<RecvError> + Send + 'static,
    ) -> impl Intake<Item = T> + Send + 'static {
        items_of(self.to_async())
    }
}

/// What comes through the channel; once that is closed, what waits in it.
///
/// kanal's own `close` would throw that away.
fn items_of<T: Send + 'static>(rx: kanal::AsyncReceiver<T>) -> impl Intake<Item = T> + Send + 'static {
    Flagged::new(|closed| {
        let waiting = rx.clone();
        let mut items = mpmc::ReceiverStream::of_foreign(rx);
        poll_fn(move |cx| match items.poll_next_unpin(cx) {
            // It may only have given way while there is more.
            Poll::Pending if closed.load(Ordering::Relaxed) && waiting.is_empty() => Poll::Ready(None),
            polled => polled,
        })
    })
}

impl<T: Send + 'static, Op: Operator<T, Plain>> BitOr<Pipe<Op>> for kanal::AsyncReceiver<T> {
    type Output = Op::Output;

    fn bitor(self, pipe: Pipe<Op>) -> Op::Output {
        pipe.attach(Stream::from_receiver(self))
    }
}

impl<T: Send + 'static, Op: Operator<T, Plain>> BitOr<Pipe<Op>> for kanal::Receiver<T> {
    type Output = Op::Output;

    fn bitor(self, pipe: Pipe<Op>) -> Op::Output {
        pipe.attach(Stream::from_receiver(self))
    }
}

#[cfg(test)]
mod tests {
    use std::future::IntoFuture;

    use crate::stream::Stream;

    #[test]
    fn what_waits_in_a_channel_is_given_after_a_stop() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        #[allow(clippy::disallowed_methods, reason = "a channel of the user's")]
        let (tx, rx) = kanal::bounded(1_000);
        (0..1_000).for_each(|n| tx.send(n).unwrap());
        let running = Stream::from_receiver(rx).count().into_future();
        running.control().stop();
        assert_eq!(runtime.block_on(running).unwrap(), 1_000);
        assert!(tx.send(1).is_err());
    }
}
