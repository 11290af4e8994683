//! What is checked of a pipeline before it runs.

mod check;
mod deadlock;

pub(crate) use self::check::Clock;
