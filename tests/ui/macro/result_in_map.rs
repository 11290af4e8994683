//! A function of `Result`s on a stream of results.
//!
//! Operators act on the `Ok` values, and errors pass by. `recover`, `map_err` and `results` are for who
//! wants to see them.
use pipeline_core::prelude::*;

use std::num::ParseIntError;

fn main() {
    let parsed = Stream::from_iter(["1"]).try_map(|text| text.parse::<i32>());
    let _ = pipeline!(parsed | map(|result: Result<i32, ParseIntError>| result.is_ok()) | count());
}
