//! A mistake in a closure: the compiler finds it as anywhere else.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!(0..9 | map(|n: i32| n) | map(|n| n.lenn()) | count());
}
