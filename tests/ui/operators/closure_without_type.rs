//! A closure whose argument has a method called on it.
//!
//! The compiler checks the closure before `|` tells it the item type. Write the type (`|word: &str| ..`),
//! use the method, or `pipeline!`. Only the first error counts: to a bitwise operator with an erroneous
//! side the compiler gives the type of the other side, so that what follows is checked against the wrong
//! items.
use pipeline_core::prelude::*;

fn main() {
    let _ = ["a"] | pipe::map(|word| word.len()) | pipe::filter(|n| *n > 1) | pipe::count();
}
