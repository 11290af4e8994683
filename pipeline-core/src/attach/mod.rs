//! How a word becomes a stage: attaching functions, state, sources, splits and terminals to a stream.
//!
//! Words say what happens to one item; what is here decides where that is called, and starts it.

mod attempt;
mod branches;
mod combine;
mod fallible;
mod in_place;
mod infallible;
mod lookahead;
mod clock;
mod keeper;
mod on_values;
mod keyed;
mod lease;
mod outcome;
mod relay;
mod source;
mod spill;
mod split;
mod stateful;
mod stateful_async;
mod substream;
mod terminal;
mod time;
mod until;

pub(crate) use self::attempt::Attempt;
pub use self::branches::Branches;
pub(crate) use self::clock::{Clock, after};
mod worker_state;

pub(crate) use self::fallible::{Tried, fallible_stage_fn};
pub(crate) use self::keeper::Keeper;
pub use self::lease::Lease;
pub(crate) use self::lookahead::{Head, Lookahead};
pub(crate) use self::source::AtStop;
pub(crate) use self::stateful::{Stateful, Step};
pub(crate) use self::stateful_async::StatefulAsync;
pub use self::substream::Substream;
pub(crate) use self::terminal::{terminal, terminal_for_fn};
pub use self::time::{Extent, Window};
pub(crate) use self::time::{Measure, OpenWindows, Silence, SlidingLog, floor};
pub use self::worker_state::CloseOutcome;
pub(crate) use self::worker_state::States;
pub(crate) use crate::engine::supervision::GateState;
/// What words take of the engine. They import it from here, so that what they may use is one list.
pub(crate) use crate::engine::{
    call::{PerWorker, StageFn},
    channel::BranchSenders,
    containment::Contained,
    fan_out::Dispatch,
    lock::lock,
    supervision::{Scope, escalate},
    worker::{Expand, gather, start_expanding},
};
