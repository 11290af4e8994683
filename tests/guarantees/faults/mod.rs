//! Faults that were found and mended, each with a test that failed before.

mod bounds;
mod chained_branches;
mod dropped_runs;
mod drops;
mod failures;
mod hints;
mod sizes;
mod slices;
mod small;
mod stages;
mod timers;
