//! A function that holds an `Rc`.
use pipeline_core::prelude::*;

use std::rc::Rc;

fn main() {
    let one = Rc::new(1);
    let _ = Stream::from_iter(0..9).map(move |n| n + *one);
}
