//! Dropping what is the user's: a `Drop` that panics must not unwind through the engine, nor into who awaits
//! a run or drops it.
//!
//! A second panic while the first unwinds aborts the process; that is Rust's rule, and nothing here changes
//! it.

use std::any::Any;
use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

/// Drops a value. A panic of its `Drop` ends here.
pub(crate) fn drop_contained<T>(value: T) {
    contain(|| drop(value));
}

/// Makes a call of which nothing is needed. A panic of it ends here.
pub(crate) fn contain(call: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(call)) {
        discard(panic);
    }
}

/// Drops what a panic carried. What that panics with in turn is leaked, for its drop might panic again,
/// without an end.
pub(crate) fn discard(panic: Box<dyn Any + Send>) {
    if let Err(next) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
        std::mem::forget(next);
    }
}

/// A value whose drop does not unwind.
pub(crate) struct Contained<T>(Option<T>);

impl<T> Contained<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Some(value))
    }

    pub(crate) fn into_inner(mut self) -> T {
        self.0.take().expect("the value is taken out once")
    }
}

impl<T> Deref for Contained<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.0.as_ref().expect("the value is there until it is taken out")
    }
}

impl<T> DerefMut for Contained<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_mut().expect("the value is there until it is taken out")
    }
}

impl<F: Future + Unpin> Future for Contained<F> {
    type Output = F::Output;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        Pin::new(&mut **self).poll(cx)
    }
}

impl<T> Drop for Contained<T> {
    fn drop(&mut self) {
        // What a value that was taken out leaves behind needs no catching.
        if let Some(value) = self.0.take() {
            drop_contained(value);
        }
    }
}
