//! Loom's mutex, locked as the engine locks std's.

pub(crate) use loom::sync::Mutex;
use loom::sync::MutexGuard;

/// Locks a mutex. After a panic under it loom's cannot be locked.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("nothing panics under a lock of the models")
}
