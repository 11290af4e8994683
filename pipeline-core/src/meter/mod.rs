//! Meters: what is counted of a run that is watched. A run that is not has none.

mod calls;
mod clock;
mod count;
mod current;
mod edge;
mod history;
mod run;
mod stage;
mod task;
mod trace;
#[cfg(feature = "trace")]
mod traced;
mod worker;

pub(crate) use self::calls::{CallMeter, CallTimer};
pub(crate) use self::clock::Timing;
#[cfg(feature = "_live")]
pub(crate) use self::count::sum_of_known;
pub(crate) use self::count::{Counted, Counter, Counts, Hint, Writers};
pub(crate) use self::current::{note_sending, noting_sending};
pub(crate) use self::edge::EdgeMeter;
pub(crate) use self::history::Sample;
pub use self::run::RunEnd;
pub(crate) use self::run::RunMeter;
pub(crate) use self::stage::{Shape, StageMeter};
pub(crate) use self::task::MeteredWorker;
#[cfg(feature = "trace")]
pub(crate) use self::trace::{Event, RunMark, StageMark, TraceSink, TracedCall};
#[cfg(feature = "trace")]
pub(crate) use self::traced::TraceLayout;
pub(crate) use self::worker::{Activity, WorkerMeter};
