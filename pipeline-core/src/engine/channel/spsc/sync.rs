//! What a ring is made of. Its models (`models/`) put in its place what loom can see.

pub(super) use crate::engine::sync::{AtomicBool, AtomicWaker};

#[cfg(not(all(test, pipeline_loom)))]
pub(super) use std::sync::OnceLock;
#[cfg(not(all(test, pipeline_loom)))]
pub(super) use std::sync::atomic::{AtomicU8 as Mark, AtomicUsize, fence};

#[cfg(not(all(test, pipeline_loom)))]
pub(super) use rtrb::{Consumer, Producer, RingBuffer};

#[cfg(all(test, pipeline_loom))]
pub(super) use loom::sync::atomic::{AtomicUsize, fence};

#[cfg(all(test, pipeline_loom))]
pub(super) use super::models::mark::Mark;
#[cfg(all(test, pipeline_loom))]
pub(super) use super::models::once::OnceLock;
#[cfg(all(test, pipeline_loom))]
pub(super) use super::models::ring::{Consumer, Producer, RingBuffer};
