//! Calls that take time.

use std::future::pending;
use std::time::Duration;

use futures::future::BoxFuture;

/// So many milliseconds.
pub(crate) fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// A call that takes so many milliseconds and gives its item.
pub(crate) fn takes<T: Send + 'static>(time: u64) -> impl Fn(T) -> BoxFuture<'static, T> + Send + Sync {
    move |item| {
        Box::pin(async move {
            tokio::time::sleep(ms(time)).await;
            item
        })
    }
}

/// A call that never ends.
pub(crate) async fn never<T>(_: T) -> T {
    pending().await
}
