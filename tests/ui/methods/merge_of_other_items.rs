//! Streams of different items, merged.
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_iter(0..9).merge(["a"]);
}
