//! A mutex that loom can see, and that is locked after a panic, too: loom's own cannot be.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::PoisonError;

use loom::sync::atomic::{AtomicBool, Ordering};

/// What it guards is behind one of std's, which is never waited for.
pub(crate) struct Mutex<T> {
    is_locked: AtomicBool,
    value: std::sync::Mutex<T>,
}

/// Unlocks when it is dropped.
pub(crate) struct Guard<'a, T> {
    is_locked: &'a AtomicBool,
    value: Option<std::sync::MutexGuard<'a, T>>,
}

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { is_locked: AtomicBool::new(false), value: std::sync::Mutex::new(value) }
    }
}

impl<T> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mutex(..)")
    }
}

/// Locks a mutex, also after a panic.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> Guard<'_, T> {
    while mutex.is_locked.swap(true, Ordering::Acquire) {
        loom::thread::yield_now();
    }
    let value = mutex.value.lock().unwrap_or_else(PoisonError::into_inner);
    Guard { is_locked: &mutex.is_locked, value: Some(value) }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.as_ref().expect("it is locked")
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value.as_mut().expect("it is locked")
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.value = None;
        self.is_locked.store(false, Ordering::Release);
    }
}
