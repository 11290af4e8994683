//! A `match` that does not cover every item.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!({
        let lines = ["1", "x"] | map(|line| line.parse::<i32>());
        let numbers = match lines {
            Ok(n) => n,
        };
        numbers | count()
    });
}
