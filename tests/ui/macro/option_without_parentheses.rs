//! An option without parentheses.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!(0..9 | map(|n| n).ordered | count());
}
