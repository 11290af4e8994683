//! Runs that are steered from outside: spawned, stopped, paused, aborted, and given more workers.
#![allow(missing_docs)]

mod counts;
mod parts;
mod sources;
mod spawn;
mod stop;
mod support;
mod workers;
