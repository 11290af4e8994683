//! How long a probe waits, and giving way to all that can run.

use std::future::{Future, poll_fn};
use std::panic::Location;
use std::task::Poll;
use std::time::Duration;

/// What a probe waits unless it is told otherwise. Under a paused clock that is no time at all.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// How often a probe gives way before it says that nothing comes. A turn of tokio's is 61 polls, or as many
/// as there are tasks that can run.
const TURNS: usize = 256;

/// Waits for what is expected.
///
/// # Panics
///
/// When it does not come.
pub(super) async fn within<R>(
    patience: Duration,
    at: &'static Location<'static>,
    expected: &str,
    future: impl Future<Output = R>,
) -> R {
    match tokio::time::timeout(patience, future).await {
        Ok(result) => result,
        Err(_) => panic!("{expected}, and within {patience:?} that did not come (at {at})"),
    }
}

/// Lets everything that can run do so, without time passing.
pub(super) async fn settle() {
    for _ in 0..TURNS {
        tokio::task::yield_now().await;
    }
}

/// Gives way once, and goes to the end of the queue: not put off until nothing else can run, as tokio's own
/// yield is.
pub(super) async fn yield_once() {
    let mut turned = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut turned, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
