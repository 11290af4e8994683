//! A struct that has no such field.
use pipeline_core::prelude::*;

struct Report {
    n: usize,
}

fn main() {
    let _ = pipeline!({
        let [a, b] = 0..9 | tee();
        Report { n: a | count(), m: b | count() }
    });
}
