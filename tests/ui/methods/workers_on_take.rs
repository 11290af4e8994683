//! `workers` on a stage that keeps state.
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_iter(0..9).take(3).workers(4);
}
