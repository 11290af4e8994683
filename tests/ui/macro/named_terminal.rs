//! A name for the output of a terminal.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!({
        let [a, b] = 0..9 | tee();
        let n = a | count();
        b | count()
    });
}
