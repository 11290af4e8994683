//! A `match` on a flow that does not cover every item.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!(match ["1", "x"] | map(|line| line.parse::<i32>()) {
        Ok(n) => n | count(),
    });
}
