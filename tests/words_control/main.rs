//! Runs that are steered from outside: spawned, stopped, paused, aborted, and given more workers.
#![allow(missing_docs)]

mod parts;
mod sources;
mod spawn;
mod stop;
mod support;
mod workers;
