//! Workers whose function blocks.

#[cfg(all(test, pipeline_loom))]
mod models;
mod pool;
mod thread_waker;

pub(super) use self::pool::run_on_blocking_pool;
