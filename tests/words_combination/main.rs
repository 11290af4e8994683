//! Streams combined, split over branches, and made of items: behaviour case by case, on tokio's paused clock
//! where time counts.

mod support;

mod everywhere;
mod orders;
mod restart;
mod splits;
mod substreams;
mod zips;
