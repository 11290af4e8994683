//! A head that is no source.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!(5u32 | map(|n| n) | count());
}
