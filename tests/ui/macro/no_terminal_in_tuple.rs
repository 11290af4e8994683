//! A flow in a tuple that ends in no terminal.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!({
        let [a, b] = 0..9 | tee();
        (a | map(inc), b | count())
    });
}
