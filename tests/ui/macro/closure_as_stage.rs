//! A closure in place of a stage.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!(0..9 | |x| x + 1 | count());
}
