//! What is counted, and who may add to it.

mod counter;
mod counts;
mod expected;
mod held;
mod queue;

pub(crate) use self::counter::{Counter, Writers};
pub(crate) use self::counts::{Counted, Counts};
#[cfg(feature = "_live")]
pub(crate) use self::expected::sum_of_known;
pub(crate) use self::expected::{Expected, Hint};
pub(crate) use self::held::HeldMeter;
pub(crate) use self::queue::QueueMeter;
