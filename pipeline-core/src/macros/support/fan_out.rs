//! The options of a split: they go to each of its branches.

use crate::stream::{Stream, Track};

/// The branches of a split, as they come out of it.
pub trait Fan: Sized {
    /// Lets every branch fall behind by `n` items.
    fn buffer(self, n: usize) -> Self;
    /// Lets every branch fall behind as far as memory holds.
    fn unbounded(self) -> Self;
}

impl<T: Send + 'static, K: Track, const N: usize> Fan for [Stream<T, K>; N] {
    fn buffer(self, n: usize) -> Self {
        self.map(|branch| branch.buffer(n))
    }
    fn unbounded(self) -> Self {
        self.map(Stream::unbounded)
    }
}

impl<T: Send + 'static, U: Send + 'static, K: Track, L: Track> Fan for (Stream<T, K>, Stream<U, L>) {
    fn buffer(self, n: usize) -> Self {
        (self.0.buffer(n), self.1.buffer(n))
    }
    fn unbounded(self) -> Self {
        (self.0.unbounded(), self.1.unbounded())
    }
}
