//! `send_to`, `forward`: all items into a channel or a sink.

use std::pin::pin;

use futures::{Sink, SinkExt};

use crate::attach::{escalate, terminal};
use crate::error::BoxError;
use crate::interop::{Delivery, Target};
use crate::run::Run;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Sends each item into a channel, waiting while it is full, and drops the sender at the end.
    ///
    /// # Errors
    ///
    /// If the receiver has gone before the end, items could not be delivered: the run fails.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (tx, mut rx) = tokio::sync::mpsc::channel(8);
    /// Stream::from_iter([1, 2]).send_to(tx).await?;
    /// assert_eq!((rx.recv().await, rx.recv().await, rx.recv().await), (Some(1), Some(2), None));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "to_channel")]
    pub fn send_to<D>(self, target: D) -> Run<()>
    where
        D: Target<K::Item<T>>,
    {
        let target = Delivery::new(target);
        self.close_with_loop(terminal("send_to").with_own_task(), |mut feed, stage_id| async move {
            while let Some(item) = feed.next().await {
                if let Err(gone) = target.deliver(item).await {
                    return escalate(stage_id, gone).await;
                }
            }
            target.finish();
            Ok(())
        })
    }

    /// Sends each item into a [`futures::Sink`](https://docs.rs/futures/0.3/futures/sink/trait.Sink.html),
    /// flushes it after each, and closes it at the end.
    ///
    /// # Errors
    ///
    /// An error of the sink fails the run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let sink = futures::sink::drain();
    /// Stream::from_iter([1, 2]).forward(sink).await?;
    /// # Ok(()) }
    /// ```
    pub fn forward<D>(self, sink: D) -> Run<()>
    where
        D: Sink<K::Item<T>> + Send + 'static,
        D::Error: Into<BoxError> + Send,
    {
        self.close_with_loop(terminal("forward").with_own_task(), |mut feed, stage_id| async move {
            let mut sink = pin!(sink);
            while let Some(item) = feed.next().await {
                if let Err(error) = sink.send(item).await {
                    return escalate(stage_id, error).await;
                }
            }
            if let Err(error) = sink.close().await {
                return escalate(stage_id, error).await;
            }
            Ok(())
        })
    }
}

/// Sends each item into a channel, waiting while it is full, and drops the sender at the end.
///
/// The pipe form of [`Stream::send_to`](crate::Stream::send_to).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let (tx, mut rx) = tokio::sync::mpsc::channel(8);
/// ([1, 2] | pipe::send_to(tx)).await?;
/// assert_eq!(rx.recv().await, Some(1));
/// # Ok(()) }
/// ```
pub fn send_to<T: Send + 'static, K: Track, D>(target: D) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<()>>
where
    D: Target<K::Item<T>>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.send_to(target))
}

/// Sends each item into a [`futures::Sink`](https://docs.rs/futures/0.3/futures/sink/trait.Sink.html),
/// flushes it after each, and closes it at the end.
///
/// The pipe form of [`Stream::forward`](crate::Stream::forward).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// ([1, 2] | pipe::forward(futures::sink::drain())).await?;
/// # Ok(()) }
/// ```
pub fn forward<T: Send + 'static, K: Track, D>(sink: D) -> Pipe<impl FnOnce(Stream<T, K>) -> Run<()>>
where
    D: Sink<K::Item<T>> + Send + 'static,
    D::Error: Into<BoxError> + Send,
{
    Pipe::new(move |stream: Stream<T, K>| stream.forward(sink))
}
