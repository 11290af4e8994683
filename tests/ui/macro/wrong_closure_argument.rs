//! A closure that takes another type.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!(0..9 | map(|n| n + 1) | map(|s: String| s) | count());
}
