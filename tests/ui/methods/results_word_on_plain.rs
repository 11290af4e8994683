//! A word for results on a plain stream.
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_iter(0..9).ok_only().count();
}
