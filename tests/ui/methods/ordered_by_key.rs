//! `ordered` on a stage that keeps the order of each key.
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_iter(0..9).map_by_key(|n| n % 2, |n| n + 1).ordered();
}
