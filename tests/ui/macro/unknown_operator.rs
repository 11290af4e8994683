//! An operator's name with a letter too many.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!(0..9 | maap(inc) | count());
}
