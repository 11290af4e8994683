//! Stages that keep state: one for all items, or one for each worker.

mod lease;
mod stateful;
mod stateful_async;
mod worker_state;

pub use self::lease::Lease;
pub(crate) use self::stateful::{Stateful, Step};
pub(crate) use self::stateful_async::StatefulAsync;
pub use self::worker_state::CloseOutcome;
pub(crate) use self::worker_state::States;
