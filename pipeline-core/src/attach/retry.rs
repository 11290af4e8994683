//! Policies for `.retry`: how long to wait between tries, and how many there are.
//!
//! ```
//! use pipeline_core::retry::ExponentialBuilder;
//! use std::time::Duration;
//!
//! let policy = ExponentialBuilder::new().with_min_delay(Duration::from_millis(100));
//! let policy = policy.with_max_times(5).with_jitter();
//! # drop(policy);
//! ```

pub use backon::{BackoffBuilder, ConstantBuilder, ExponentialBuilder, FibonacciBuilder};
