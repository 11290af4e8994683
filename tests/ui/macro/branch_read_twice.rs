//! A branch that two flows read.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!({
        let a = 0..9 | map(inc);
        (a | count(), a | map(inc) | count())
    });
}
