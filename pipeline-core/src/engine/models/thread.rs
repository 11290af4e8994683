//! A handle of a thread that sleeps and is woken, as loom can see it.

use std::sync::Arc;

use loom::sync::Notify;

/// Clones wake the same thread.
#[derive(Debug, Clone)]
pub(crate) struct Thread(Arc<Notify>);

/// A handle of this thread, which nobody else has.
pub(crate) fn current() -> Thread {
    Thread(Arc::new(Notify::new()))
}

impl Thread {
    /// Sleeps until it is woken, or was; loom tries, too, that it wakes once for nothing. For the one thread
    /// that has it.
    pub(crate) fn park(&self) {
        self.0.wait();
    }

    pub(crate) fn unpark(&self) {
        self.0.notify();
    }
}
