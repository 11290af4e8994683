//! Several workers for a terminal that has one.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!(0..9 | count().workers(4));
}
