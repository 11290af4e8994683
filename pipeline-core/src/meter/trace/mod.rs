//! What the meters of a run tell its trace: calls, queues, and what happens to the run.
//!
//! Without the feature nothing is behind these names, so that who counts need not ask for it.

mod mark;
#[cfg(not(feature = "trace"))]
mod off;
#[cfg(feature = "trace")]
mod on;

pub(crate) use self::mark::StageMark;
#[cfg(not(feature = "trace"))]
pub(super) use self::off::{EdgeTrace, RunTrace, StageTrace, WorkerTrace};
#[cfg(feature = "trace")]
pub(super) use self::on::{EdgeTrace, Flow, RunTrace, StageTrace, Tracer, WorkerTrace};
#[cfg(feature = "trace")]
pub(crate) use self::on::{Event, RunMark, TraceSink, TracedCall};
