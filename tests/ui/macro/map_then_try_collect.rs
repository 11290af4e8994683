//! `map` with a function that gives a `Result`, and a word for results behind it.
//!
//! To `map` a `Result` is a value like any other. `try_map` makes its error an error of the stream; where
//! the items are `Result`s already, `.fallible()` does.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!(["1"] | map(|text| text.parse::<i32>()) | try_collect::<Vec<_>>());
}
