//! Workers whose function blocks.

#[cfg(all(test, pipeline_loom))]
mod models;
mod pool;
mod seat;

pub(super) use self::pool::run_on_blocking_pool;
