//! A pipeline without anything in it.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!();
}
