//! The usual imports: `use pipeline_core::prelude::*;`.
//!
//! ```
//! use pipeline_core::prelude::*;
//!
//! let run: Run<Vec<i32>> = (0..3) | pipe::collect();
//! # drop(run);
//! ```

pub use std::future::IntoFuture as _;

pub use crate::error::{PipelineError, StageError};
pub use crate::pipe;
#[cfg(feature = "macros")]
pub use crate::pipeline;
pub use crate::run::Run;
pub use crate::source::Broadcast;
pub use crate::stream::{
    Elapsed, Fallible, IntoStream, Operator, Pipe, Plain, Sealed, Stream, Track, TryStream,
};
