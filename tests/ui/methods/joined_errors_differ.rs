//! Runs of different errors, joined.
use pipeline_core::prelude::*;

fn main() {
    let plain = Stream::from_iter(0..9).count();
    let failing = Stream::from_iter(["1"]).try_map(|text| text.parse::<i32>()).try_collect::<Vec<_>>();
    let _ = Run::join((plain, failing));
}
