//! An option's name with a letter missing.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!(0..9 | map(inc).wokers(2) | count());
}
