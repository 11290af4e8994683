//! A function that holds an `Rc`.
use pipeline_core::prelude::*;

use std::cell::Cell;

fn main() {
    let last = Cell::new(0);
    let _ = (0..9) | pipe::filter(move |n: &i32| last.replace(*n) < *n);
}
