//! Faults of all kinds, each a test by number: the run gives the typed error that is promised, every item is dropped exactly
//! once, no task is left, and nothing hangs. Each stands under a watchdog, and under `assert_no_leaks`.

mod support;

mod ends;
mod limits;
mod names;
mod panics;
mod panics_of_parts;
mod runtimes;
mod sizes;
mod time;
