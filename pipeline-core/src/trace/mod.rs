//! Traces of runs: a file in which each call has its place on a line of time.
#![cfg(feature = "trace")]

mod run;

mod buffer;
mod document;
mod error;
mod notation;
mod recorder;
mod rows;
#[cfg(test)]
mod tests;
