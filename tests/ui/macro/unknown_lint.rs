//! A lint that there is not.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline! { #![allow(order)] 0..9 | count() };
}
