//! The vocabulary: every operator and terminal as a word to stand right of `|`.
//!
//! Each is a method of [`Stream`](crate::Stream) by the same name, where it is told in full. Where rustc
//! cannot infer the item type of a closure from its body, write it (`|s: String| ..`), or use the method.
//!
//! ```
//! use pipeline_core::pipe::{collect, filter, map};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), pipeline_core::PipelineError> {
//! let found: Vec<i32> = ((0..10) | map(|n| n * 3) | filter(|n| n % 2 == 0) | collect()).await?;
//! assert_eq!(found, [0, 6, 12, 18, 24]);
//! # Ok(()) }
//! ```

pub use crate::op::*;
pub use crate::terminal::*;
