//! A ring of loom's atomics, with those of rtrb's methods that an edge uses, and rtrb's orderings: each side
//! publishes its position with a release, reads the other's with an acquire, and keeps what it read last.
//!
//! A slot is a lock of std's, which loom does not see: it orders nothing in a model, and takes no turn. So it
//! hides no missing order. That the slots themselves are handed over in order is rtrb's to show.

use std::cell::Cell;
use std::sync::{Arc, Mutex};

use loom::sync::atomic::{
    AtomicUsize,
    Ordering::{Acquire, Release},
};

use crate::engine::lock::lock;

pub(in super::super) struct RingBuffer<T> {
    /// How many items were popped, and how many were pushed. Unlike rtrb's these never wrap around.
    head: AtomicUsize,
    tail: AtomicUsize,
    slots: Vec<Mutex<Option<T>>>,
}

impl<T> RingBuffer<T> {
    #[allow(clippy::new_ret_no_self, reason = "as rtrb's")]
    pub(in super::super) fn new(capacity: usize) -> (Producer<T>, Consumer<T>) {
        let slots = (0..capacity).map(|_| Mutex::new(None)).collect();
        let buffer = Arc::new(Self { head: AtomicUsize::new(0), tail: AtomicUsize::new(0), slots });
        let producer = Producer { buffer: buffer.clone(), head: Cell::new(0), tail: 0 };
        (producer, Consumer { buffer, head: 0, tail: Cell::new(0) })
    }

    pub(in super::super) fn capacity(&self) -> usize {
        self.slots.len()
    }

    fn slot(&self, position: usize) -> &Mutex<Option<T>> {
        &self.slots[position % self.slots.len()]
    }
}

pub(in super::super) struct Producer<T> {
    buffer: Arc<RingBuffer<T>>,
    /// The last that was seen of the other side.
    head: Cell<usize>,
    tail: usize,
}

impl<T> Producer<T> {
    pub(in super::super) fn push(&mut self, item: T) -> Result<(), T> {
        if self.tail - self.head.get() == self.buffer.capacity() && self.slots() == 0 {
            return Err(item);
        }
        let before = lock(self.buffer.slot(self.tail)).replace(item);
        assert!(before.is_none(), "an item was overwritten");
        self.tail += 1;
        self.buffer.tail.store(self.tail, Release);
        Ok(())
    }

    pub(in super::super) fn slots(&self) -> usize {
        self.head.set(self.buffer.head.load(Acquire));
        self.buffer.capacity() - (self.tail - self.head.get())
    }

    pub(in super::super) fn buffer(&self) -> &RingBuffer<T> {
        &self.buffer
    }
}

pub(in super::super) struct Consumer<T> {
    buffer: Arc<RingBuffer<T>>,
    head: usize,
    /// The last that was seen of the other side.
    tail: Cell<usize>,
}

impl<T> Consumer<T> {
    pub(in super::super) fn pop(&mut self) -> Result<T, ()> {
        if self.is_empty() {
            return Err(());
        }
        let item = lock(self.buffer.slot(self.head)).take().expect("what was pushed is there");
        self.head += 1;
        self.buffer.head.store(self.head, Release);
        Ok(item)
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        if self.head == self.tail.get() {
            self.tail.set(self.buffer.tail.load(Acquire));
        }
        self.head == self.tail.get()
    }
}
