//! A body that ends in `;` and runs nothing.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!({
        let _limit = 3;
    });
}
