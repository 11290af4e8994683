//! Closures that are not finished: the compiler reports each.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!(0..9 | map(|x| x.) | filter(|x| *x > ) | map(inc).workers(0) | count());
}
