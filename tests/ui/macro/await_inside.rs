//! An `.await` inside of the pipeline.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!(0..9 | map(inc) | count().await);
}
