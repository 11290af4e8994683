//! Yielding: every other task that is ready runs first.

use std::future::poll_fn;
use std::task::Poll;

use super::round::hand_over;
use super::time_slice::{Executor, THREAD, Thread};

/// Lets every other task that is ready run first, and no more than that, but where the slice of the thread is
/// used up.
pub(crate) async fn yield_now(executor: Executor) {
    let mut yielded = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        match executor == Executor::Tokio && THREAD.with(Thread::is_used_up) {
            // Those that this waits for wait for tokio.
            true => hand_over(cx.waker()),
            false => cx.waker().wake_by_ref(),
        }
        Poll::Pending
    })
    .await;
}
