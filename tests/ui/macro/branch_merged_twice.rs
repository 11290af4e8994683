//! A branch that is read again as an argument.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!({
        let a = 0..9 | map(inc);
        let b = 0..9 | map(inc);
        (a | merge(b) | count(), b | count())
    });
}
