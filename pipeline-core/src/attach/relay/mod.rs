//! Stages that take items in while their reader is busy, in a task of their own.

mod on_values;
mod relay;
mod spill;
