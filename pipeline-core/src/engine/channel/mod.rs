//! Edges: a ring where two tasks share one, a channel of kanal's where several do.

mod branches;
mod closed;
mod forwarding_waker;
mod last_item;
pub(crate) mod mpmc;
pub(crate) mod spsc;
#[cfg(test)]
mod tests;

pub(crate) use self::branches::BranchSenders;
pub(crate) use self::closed::Closed;
