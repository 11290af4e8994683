//! A mutex that loom can see, and that is locked after a panic, too: loom's own cannot be.

use std::collections::VecDeque;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, MutexGuard, PoisonError};

use loom::sync::Notify;
use loom::sync::atomic::{AtomicBool, Ordering};

/// What it guards, and who waits, is behind std's, which are never waited for.
pub(crate) struct Mutex<T> {
    is_locked: AtomicBool,
    waiting: std::sync::Mutex<VecDeque<Arc<Notify>>>,
    value: std::sync::Mutex<T>,
}

/// Unlocks when it is dropped.
pub(crate) struct Guard<'a, T> {
    mutex: &'a Mutex<T>,
    value: Option<MutexGuard<'a, T>>,
}

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self {
            is_locked: AtomicBool::new(false),
            waiting: std::sync::Mutex::default(),
            value: std::sync::Mutex::new(value),
        }
    }

    fn try_take(&self) -> bool {
        !self.is_locked.swap(true, Ordering::AcqRel)
    }

    fn take(&self) {
        while !self.try_take() {
            let waits = Arc::new(Notify::new());
            now(&self.waiting).push_back(waits.clone());
            // It may have been unlocked before anybody saw who waits.
            let taken = self.try_take();
            if !taken {
                waits.wait();
            }
            // It may have woken for nothing: then who unlocks must wake another.
            now(&self.waiting).retain(|other| !Arc::ptr_eq(other, &waits));
            if taken {
                return;
            }
        }
    }
}

impl<T> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mutex(..)")
    }
}

/// Locks a mutex, also after a panic.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> Guard<'_, T> {
    mutex.take();
    Guard { mutex, value: Some(now(&mutex.value)) }
}

/// Locks one of std's that is free.
fn now<T>(mutex: &std::sync::Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
        self.mutex.is_locked.store(false, Ordering::Release);
        let next = now(&self.mutex.waiting).pop_front();
        if let Some(next) = next {
            next.notify();
        }
    }
}
