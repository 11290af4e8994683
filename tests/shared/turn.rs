//! Giving way.

/// Gives way once, and goes to the end of the queue: not put off until nothing else can run, as tokio's own yield is.
pub(crate) async fn turn() {
    let mut turned = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut turned, true) {
            return std::task::Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}
