//! `workers` on a stage that keeps state.
use pipeline_core::prelude::*;

fn main() {
    let _ = (0..9) | (pipe::take(3).workers(4));
}
