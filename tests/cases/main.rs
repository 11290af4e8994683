//! Behaviour, case by case, by id.

mod support;

mod boxed_errors;
mod channels;
mod flat_map;
mod forms;
mod heads;
mod map;
mod runs;
mod source;
mod streams;
mod transform;
mod tries;
mod workers;
