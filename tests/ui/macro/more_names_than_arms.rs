//! More names than a `match` has open arms.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = match 0..9 {
            0 => 0 | drain(),
            n => n,
        };
        (a | count(), b | count())
    });
}
