//! A closure that borrows a local variable.
use pipeline_core::prelude::*;

fn main() {
    let limit = vec![3];
    let _ = pipeline!(0..9 | filter(|n| *n < limit[0]) | count());
}
