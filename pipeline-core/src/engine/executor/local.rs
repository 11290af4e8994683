//! Running all tasks of a run inside one future, for executors other than tokio.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use futures::StreamExt;
use futures::channel::mpsc::UnboundedReceiver;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;

/// Polls `main`, and beside it every task that comes through the queue. When `main` is done or dropped, so
/// are they.
pub(crate) async fn run_until<R>(
    main: impl Future<Output = R>,
    mut queue: UnboundedReceiver<BoxFuture<'static, ()>>,
) -> R {
    let mut tasks = FuturesUnordered::new();
    // Pinned after the tasks, and so dropped before them: the run is cancelled first.
    let mut main = pin!(main);
    poll_fn(|cx| {
        if let Poll::Ready(result) = main.as_mut().poll(cx) {
            return Poll::Ready(result);
        }
        loop {
            let mut moved = false;
            while let Poll::Ready(Some(task)) = queue.poll_next_unpin(cx) {
                tasks.push(task);
                moved = true;
            }
            while let Poll::Ready(Some(())) = tasks.poll_next_unpin(cx) {
                moved = true;
            }
            if !moved {
                return Poll::Pending;
            }
        }
    })
    .await
}
