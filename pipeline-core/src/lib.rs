//! Concurrent pipelines.

mod calls;
mod edge;
mod error;
mod failure;
mod feed;
mod frontier;
mod fuse;
mod graph;
mod join;
mod local;
mod macros;
mod node;
mod op;
mod operator;
pub mod options;
mod order;
mod pace;
pub mod pipe;
mod plan;
pub mod prelude;
mod private;
mod render;
mod run;
mod scope;
mod seq;
mod source;
mod split;
pub mod stage;
mod stream;
mod target;
mod task;
mod terminal;
mod track;
mod tries;
mod tune;
mod work;
mod worker;

pub use crate::error::{BoxError, PipelineError, StageError};
pub use crate::graph::{Graph, GraphEdge, GraphKind, GraphNode};
pub use crate::join::Join;
pub use crate::operator::{Operator, Pipe};
pub use crate::run::{Run, Running};
pub use crate::source::{Branches, IntoStream, Receiver, SendError, Sender, Yield};
pub use crate::stage::{Elapsed, Sealed};
pub use crate::stream::{Stream, TryStream};
pub use crate::target::{Target, TargetGone};
pub use crate::terminal::Open;
pub use crate::track::{Fallible, Lift, Plain, Track, TryTrack};

/// Policies for `.retry`: how long to wait between tries, and how many there are.
///
/// ```
/// use pipeline_core::retry::ExponentialBuilder;
/// use std::time::Duration;
///
/// let policy = ExponentialBuilder::new().with_min_delay(Duration::from_millis(100)).with_max_times(5).with_jitter();
/// # drop(policy);
/// ```
pub mod retry {
    pub use backon::{BackoffBuilder, ConstantBuilder, ExponentialBuilder, FibonacciBuilder};
}

#[doc(hidden)]
pub mod __private {
    pub use crate::private::*;
}
