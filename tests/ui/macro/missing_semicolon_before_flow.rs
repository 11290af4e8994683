//! A statement without its `;`, and a flow behind it.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!({
        let a = 0..9 | map(inc)
        a | count()
    });
}
