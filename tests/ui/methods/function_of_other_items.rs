//! A function of other items.
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_iter(0..9).map(|word: String| word.len());
}
