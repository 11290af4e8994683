//! Makes a ring.

use std::sync::Arc;

use super::receiver::Receiver;
use super::sender::Sender;
use super::shared::Shared;
use super::sync::RingBuffer;

/// Makes a ring in which `capacity` items may wait.
pub(crate) fn channel<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    // Beside those that may wait, one that is handed to the reader and one that its sender waits with.
    let (tx, rx) = RingBuffer::new(capacity + 2);
    let line = Arc::new(Shared::default());
    (Sender::new(tx, line.clone(), capacity), Receiver::new(rx, line, capacity))
}
