//! The errors of a run and of an item, and what names the stage they happened in.

mod accessors;
mod convert;
mod error;
mod lengths_differ;
#[cfg(feature = "tracing")]
mod spans;
mod stage_id;

pub(crate) use self::error::{Also, KeptItem};
pub use self::error::{BoxError, PipelineError, StageError};
pub use self::lengths_differ::LengthsDiffer;
pub(crate) use self::stage_id::StageId;
