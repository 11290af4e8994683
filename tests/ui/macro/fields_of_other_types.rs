//! Runs of different errors in one tuple.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!({
        let [a, b] = ["1", "x"] | tee();
        (a | try_map(|text| text.parse::<i32>()) | try_collect::<Vec<_>>(), b | count())
    });
}
