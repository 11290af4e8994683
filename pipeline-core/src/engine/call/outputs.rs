//! What a call has given, as far as it is still to come.

use std::option;

/// What a call has given, as far as it is still to come.
pub(crate) trait CallOutputs: Iterator {
    /// Whether nothing more comes, for certain. An iterator of the user's may be wrong about its size, and is
    /// not asked for it.
    fn is_over(&self) -> bool;
}

impl<U> CallOutputs for option::IntoIter<U> {
    #[inline]
    fn is_over(&self) -> bool {
        self.len() == 0
    }
}
