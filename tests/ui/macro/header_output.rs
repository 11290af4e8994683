//! A pipe that gives another type than its header says.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline! { <i32 => String> map(inc) | filter(|n| *n > 2) };
}
