//! Fan-out: one task that dispatches items over branches, which own it together.

mod fan_out;
#[cfg(all(test, pipeline_loom))]
mod models;
mod opening;

pub(crate) use self::fan_out::{BranchHandle, Dispatch, FanOut, StartFanOut, start_balanced, start_fan_out};
pub(crate) use self::opening::Opening;
