//! Several workers for a stage that keeps order.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!(0..9 | enumerate().workers(4) | count());
}
