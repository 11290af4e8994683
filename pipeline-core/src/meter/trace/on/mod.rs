//! With the feature.

mod edge;
mod event;
mod flow;
mod stage;
mod traced_stage;
mod tracer;
mod worker;

pub(in crate::meter) use self::edge::EdgeTrace;
pub(crate) use self::event::{Event, RunMark, TracedCall};
pub(in crate::meter) use self::flow::Flow;
pub(in crate::meter) use self::stage::StageTrace;
pub(crate) use self::tracer::TraceSink;
pub(in crate::meter) use self::tracer::{RunTrace, Tracer};
pub(in crate::meter) use self::worker::WorkerTrace;
