//! Operator fusion: stages without a task of their own, called in the task that reads.
//!
//! What is ready is pushed through all of them item by item. Asking a stream for its next item costs a walk
//! through every stage and back; a push stream is asked once and goes on for as long as it has items and its
//! reader wants them, so that an item costs one call a stage. No field of a push stream is pinned in place:
//! what must not move is behind a box, so they are all `Unpin`.

mod adapters;
mod filter_map;
mod flat_map;
mod metered;
mod push;

pub(crate) use self::adapters::{FromStream, ToStream};
pub(crate) use self::filter_map::FilterMap;
pub(crate) use self::flat_map::FlatMap;
pub(crate) use self::metered::{count_received, count_sent};
pub(crate) use self::push::{BoxPushStream, Input, PushStream, PushTo, Pushed};
