//! The vocabulary: every operator and terminal as a word to stand right of `|`.
//!
//! Each is a method of [`Stream`](crate::Stream) by the same name, where it is told in full. Where rustc cannot infer the item type of a
//! closure from its body, write it (`|s: String| ..`), or use the method.

pub use crate::op::*;
pub use crate::terminal::*;
