//! `chain` with what is no source.
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_iter(0..9).chain(5);
}
