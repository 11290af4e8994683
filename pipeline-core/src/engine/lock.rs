//! Locking a mutex that guards a plain collection.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a mutex, also after a panic.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing of the user's runs under our locks, and each of them guards a plain collection.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
