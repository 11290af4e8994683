//! A second stage that fails with another error.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!(
        ["1"]
            | try_map(|text| text.parse::<i32>())
            | try_map(|n| if n > 0 { Ok(n) } else { Err("not positive") })
            | collect_split()
    );
}
