//! Faults that were found and mended, each with a test that failed before.

mod chained_branches;
mod hints;
mod sizes;
mod small;
mod stages;
mod timers;
