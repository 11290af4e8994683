//! A second stage that fails with another error.
use pipeline_core::prelude::*;

fn main() {
    let _ = ["1"]
        | pipe::try_map(|text: &str| text.parse::<i32>())
        | pipe::try_map(|n| if n > 0 { Ok(n) } else { Err("not positive") })
        | pipe::ok_only();
}
