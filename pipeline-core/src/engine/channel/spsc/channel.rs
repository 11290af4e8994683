//! Makes a ring.

use std::sync::Arc;

use rtrb::RingBuffer;

use super::receiver::LineRx;
use super::sender::LineTx;
use super::shared::Line;

pub(crate) fn line<T>(capacity: usize) -> (LineTx<T>, LineRx<T>) {
    // Beside those that may wait, one that is handed to the reader and one that its sender waits with.
    let (tx, rx) = RingBuffer::new(capacity + 2);
    let line = Arc::new(Line::default());
    (LineTx::new(tx, line.clone(), capacity), LineRx::new(rx, line, capacity))
}
