use pipeline_core::prelude::*;

fn main() {
    let lengths = pipe::map(|word: String| word.len());
    let _ = (0..9) | lengths;
}
