//! Stages that keep the order of each key, and stages whose workers have a state each.

mod doors;
mod forms;
mod keys;
mod state;
mod support;
