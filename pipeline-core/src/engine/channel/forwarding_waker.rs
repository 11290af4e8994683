//! The one waker that kanal sees of a stream, whoever polls it.

use std::sync::Arc;
use std::task::Wake;

use futures::task::AtomicWaker;

/// Wakes whoever polled the stream last.
#[derive(Default)]
pub(super) struct ForwardingWaker(pub(super) AtomicWaker);

impl Wake for ForwardingWaker {
    fn wake(self: Arc<Self>) {
        self.0.wake();
    }
    fn wake_by_ref(self: &Arc<Self>) {
        self.0.wake();
    }
}
