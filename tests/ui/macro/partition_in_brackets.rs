//! A `partition` that is taken apart as an array.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!({
        let [a, b] = 0..9 | partition(|n| *n < 3);
        (a | count(), b | count())
    });
}
