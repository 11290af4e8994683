//! Stages that keep one state for all items.

mod stateful;
mod stateful_async;

pub(crate) use self::stateful::{Stateful, Step};
pub(crate) use self::stateful_async::StatefulAsync;
