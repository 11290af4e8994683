//! Models of a ring: its two tasks, and those that one of them hands its end on to.

mod bound;
mod handed_on;
mod leaving;
pub(super) mod mark;
pub(super) mod once;
mod order;
pub(super) mod ring;
mod task;
mod wanted;
