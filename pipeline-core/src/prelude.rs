//! The usual imports: `use pipeline_core::prelude::*;`.
//!
//! ```
//! use pipeline_core::prelude::*;
//!
//! let run: Run<Vec<i32>> = (0..3) | pipe::collect();
//! # drop(run);
//! ```

pub use crate::error::{PipelineError, StageError};
pub use crate::operator::{Operator, Pipe};
pub use crate::pipe;
#[cfg(feature = "macros")]
pub use crate::pipeline;
pub use crate::run::Run;
pub use crate::source::IntoStream;
pub use crate::stage::{Elapsed, Sealed};
pub use crate::stream::{Stream, TryStream};
pub use crate::track::{Fallible, Plain, Track};
pub use std::future::IntoFuture as _;
