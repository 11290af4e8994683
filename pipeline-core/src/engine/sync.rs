//! What the parts with a protocol of their own are made of: std's, and in their models what loom can see.

#[cfg(not(all(test, pipeline_loom)))]
pub(crate) use std::sync::Mutex;
#[cfg(not(all(test, pipeline_loom)))]
pub(crate) use std::sync::atomic::{AtomicBool, AtomicU8};
#[cfg(not(all(test, pipeline_loom)))]
pub(crate) use std::thread::{Thread, current};

#[cfg(not(all(test, pipeline_loom)))]
pub(crate) use futures::task::AtomicWaker;

#[cfg(not(all(test, pipeline_loom)))]
pub(crate) use super::lock::lock;

#[cfg(all(test, pipeline_loom))]
pub(crate) use loom::sync::atomic::{AtomicBool, AtomicU8};

#[cfg(all(test, pipeline_loom))]
pub(crate) use super::models::{AtomicWaker, Mutex, Thread, current, lock};
