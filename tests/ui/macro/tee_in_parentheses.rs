//! A `tee` that is taken apart as a tuple.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = 0..9 | tee();
        (a | count(), b | count())
    });
}
