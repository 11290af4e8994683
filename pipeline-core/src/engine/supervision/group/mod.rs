//! Groups of tasks that are started, and torn down together.

mod group;
mod members;
#[cfg(all(test, pipeline_loom))]
mod models;
mod roots;

pub(crate) use self::group::TaskGroup;
pub(super) use self::members::GroupState;
pub(super) use self::roots::Roots;
