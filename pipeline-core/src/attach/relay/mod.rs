//! Stages that take items in while their reader is busy, in a task of their own.

mod on_values;
#[allow(clippy::module_inception, reason = "the file of what gives the folder its name")]
mod relay;
mod spill;
