//! How a word becomes a stage: attaching functions, state, sources, splits and terminals to a stream.
//!
//! Words say what happens to one item; what is here decides where that is called, and starts it.

mod attempt;
mod combine;
mod fallible;
mod in_place;
mod infallible;
mod keyed;
mod outcome;
mod relay;
pub mod retry;
mod source;
mod split;
mod state;
mod terminal;
mod terminal_inlet;
mod time;
mod until;
mod worker_state;

pub(crate) use self::attempt::Attempt;
pub use self::combine::{Branches, Substream};
pub(crate) use self::combine::{Head, Lookahead};
pub(crate) use self::fallible::{Tried, fallible_stage_fn};
pub(crate) use self::source::{AtStop, WatchedQueue};
pub(crate) use self::state::{Stateful, StatefulAsync, Step};
pub(crate) use self::terminal::{terminal, terminal_for_fn};
pub(crate) use self::time::{
    Clock, Instant, Keeper, Measure, OpenWindows, Silence, SlidingLog, after, floor, sleep,
};
pub use self::time::{Extent, Window};
pub(crate) use self::worker_state::States;
pub use self::worker_state::{CloseOutcome, Lease, PipeState, WithState};
// What words take of the engine. They import it from here, so that what they may use is one list.
pub(crate) use crate::engine::call::{PerWorker, StageFn};
pub(crate) use crate::engine::channel::BranchSenders;
pub(crate) use crate::engine::containment::Contained;
pub(crate) use crate::engine::dropped::note_dropped;
pub(crate) use crate::engine::fan_out::Dispatch;
pub(crate) use crate::engine::lock::lock;
pub(crate) use crate::engine::supervision::{GateState, Scope, escalate};
pub(crate) use crate::engine::worker::{Expand, gather, start_expanding};
