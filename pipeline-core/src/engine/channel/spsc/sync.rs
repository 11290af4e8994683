//! What a ring is made of. Its models (`models/`) put in its place what loom can see; this file alone knows
//! of the two.

#[cfg(not(all(test, pipeline_loom)))]
pub(super) use std::sync::OnceLock;
#[cfg(not(all(test, pipeline_loom)))]
pub(super) use std::sync::atomic::{AtomicBool, AtomicU8 as Mark, AtomicUsize, fence};

#[cfg(not(all(test, pipeline_loom)))]
pub(super) use futures::task::AtomicWaker;
#[cfg(not(all(test, pipeline_loom)))]
pub(super) use rtrb::{Consumer, Producer, RingBuffer};

#[cfg(all(test, pipeline_loom))]
pub(super) use loom::sync::atomic::{AtomicBool, AtomicUsize, fence};

#[cfg(all(test, pipeline_loom))]
pub(super) use super::models::mark::Mark;
#[cfg(all(test, pipeline_loom))]
pub(super) use super::models::once::OnceLock;
#[cfg(all(test, pipeline_loom))]
pub(super) use super::models::ring::{Consumer, Producer, RingBuffer};
#[cfg(all(test, pipeline_loom))]
pub(super) use crate::engine::models::AtomicWaker;
