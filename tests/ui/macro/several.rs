//! Several mistakes in one macro: each is told, and none hides another.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!({
        let [a, b] = 0..9 | map(inc).workers(0) | tee();
        a | map(|x| x.no_such());
        b | count | map(inc)
    });
}
