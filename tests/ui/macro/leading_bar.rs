//! A bar in front of the source.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!(| map(inc) | count());
}
