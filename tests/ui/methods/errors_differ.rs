//! A second stage that fails with another error.
use pipeline_core::prelude::*;

fn main() {
    let numbers = Stream::from_iter(["1"]).try_map(|text| text.parse::<i32>());
    let _ = numbers.try_map(|n| if n > 0 { Ok(n) } else { Err(String::from("not positive")) });
}
