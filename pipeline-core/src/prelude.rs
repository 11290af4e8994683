//! The usual imports: `use pipeline_core::prelude::*;`.
//!
//! ```
//! use pipeline_core::prelude::*;
//!
//! let run: Run<Vec<i32>> = (0..3) | pipe::collect();
//! # drop(run);
//! ```
//!
//! `futures::prelude::*` has a `Stream` too, a trait. Where both are imported whole, the name is ambiguous
//! (E0659). The way out is to import the methods of futures without their names, or ours by name:
//!
//! ```
//! use futures::prelude::*;
//! use pipeline_core::Stream;
//! use pipeline_core::prelude::*;
//!
//! let run = Stream::from_iter(0..3).count();
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
