//! Pipelines wired by hand: a task for each worker, and channels between them.

mod crossfire;
mod flume;
mod kanal;
mod tokio;

use std::future::Future;

pub(crate) use self::crossfire::{Crossfire, CrossfireSpsc};
pub(crate) use self::flume::Flume;
pub(crate) use self::kanal::Kanal;
pub(crate) use self::tokio::Tokio;

/// A kind of channel, and how its users spread a stage over several tasks.
pub(crate) trait Wire: 'static {
    /// The receiving end.
    type Rx<T: Send + Unpin + 'static>: Send + 'static;

    /// A task that sends what an iterator gives.
    fn source<T, I>(items: I, capacity: usize) -> Self::Rx<T>
    where
        T: Send + Unpin + 'static,
        I: Iterator<Item = T> + Send + 'static;

    /// Tasks that receive, call and send; what a call gives is sent one by one.
    fn stage<T, U, F, Fut>(rx: Self::Rx<T>, workers: usize, capacity: usize, call: F) -> Self::Rx<U::Item>
    where
        T: Send + Unpin + 'static,
        U: IntoIterator<IntoIter: Send, Item: Send + Unpin + 'static>,
        F: Fn(T) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = U> + Send;

    fn recv<T: Send + Unpin + 'static>(rx: &mut Self::Rx<T>) -> impl Future<Output = Option<T>> + Send;
}

/// Counts what comes.
pub(crate) async fn count<W: Wire, T: Send + Unpin + 'static>(mut rx: W::Rx<T>) -> usize {
    let mut items = 0;
    while W::recv(&mut rx).await.is_some() {
        items += 1;
    }
    items
}

/// Collects what comes.
pub(crate) async fn collect<W: Wire, T: Send + Unpin + 'static>(mut rx: W::Rx<T>) -> Vec<T> {
    let mut items = Vec::new();
    while let Some(item) = W::recv(&mut rx).await {
        items.push(item);
    }
    items
}
