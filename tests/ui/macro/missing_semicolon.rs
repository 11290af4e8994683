//! A statement without its `;`.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!({
        let [a, b] = 0..9 | tee()
        let c = a | map(inc);
        (b | count(), c | count())
    });
}
