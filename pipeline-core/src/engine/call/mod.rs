//! One call of a stage's function under way, whatever kind of function it is.
//!
//! The function is behind a pointer. So the workers of a stage, their channels and their order are compiled
//! once for the types of the items, and not again for each function that is ever mapped; a call costs a jump
//! more, and nothing is allocated for it.

mod blocking_slot;
mod counted_slot;
mod emit;
mod future_slot;
mod metered_slot;
mod outputs;
mod slot;
mod stage_fn;
mod stream_slot;
mod worker_state;

pub(crate) use self::emit::{Emit, call_and_emit};
pub(crate) use self::metered_slot::CallMetering;
pub(crate) use self::outputs::CallOutputs;
pub(crate) use self::slot::{BoxCallSlot, CallOutput, CallSlot};
pub(crate) use self::stage_fn::{PerWorker, StageFn};
pub(crate) use self::worker_state::{StateFns, WorkerState};
