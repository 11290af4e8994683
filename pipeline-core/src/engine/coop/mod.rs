//! Cooperative scheduling: when a loop that is never kept waiting gives its thread back.

mod budget;
mod latency;
mod poll_guard;
pub(crate) mod time_slice;
mod yield_now;

pub(crate) use self::budget::Pace;
pub(crate) use self::latency::Tempo;
pub(crate) use self::poll_guard::Polling;
pub(crate) use self::yield_now::yield_now;
