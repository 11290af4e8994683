//! A function of other items.
use pipeline_core::prelude::*;

fn main() {
    let lengths = pipe::map(|word: String| word.len());
    let _ = (0..9) | lengths;
    let _ = Stream::from_iter(0..9) | pipe::map(|word: String| word.len()) | pipe::count();
}
