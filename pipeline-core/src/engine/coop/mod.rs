//! Cooperative scheduling: when a loop that is never kept waiting gives its thread back.

mod after_poll;
mod budget;
mod clock;
mod latency;
mod output_budget;
mod poll_guard;
mod round;
pub(crate) mod time_slice;
mod yield_now;

pub(crate) use self::after_poll::{AfterPoll, WithAfterPoll};
pub(crate) use self::budget::Budget;
pub(crate) use self::clock::note_whether_paused;
pub(crate) use self::latency::CallLatency;
pub(crate) use self::output_budget::OutputBudget;
pub(crate) use self::poll_guard::PollGuard;
pub(crate) use self::yield_now::yield_now;
