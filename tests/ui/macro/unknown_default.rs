//! A default that there is not.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline! { #![wrkers = 4] 0..9 | map(inc) | count() };
}
