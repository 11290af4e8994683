//! The numbered promises: a test `gNN_...` each, on both runtimes of tokio.

mod support;

mod backpressure;
mod blocking;
mod cancel;
mod chains;
mod conservation;
mod deadlock;
mod failure;
mod faults;
mod panic;
mod progress;
mod runtimes;
mod same_each_time;
mod shutdown;
