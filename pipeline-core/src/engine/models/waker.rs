//! A slot for a waker that loom can see, with the methods of futures'.
//!
//! Loom's is a lock, so one call happens before the other. So it is with futures': both calls begin and end
//! with a read-modify-write of one atomic, the first of which acquires what the last one before has released.
//! A call to register that meets a call to wake wakes its own task, here as there.

use std::task::Waker;

#[derive(Debug, Default)]
pub(crate) struct AtomicWaker(loom::future::AtomicWaker);

impl AtomicWaker {
    pub(crate) fn register(&self, waker: &Waker) {
        self.0.register_by_ref(waker);
    }

    pub(crate) fn wake(&self) {
        self.0.wake();
    }
}
