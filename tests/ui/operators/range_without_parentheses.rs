//! A range without parentheses left of `|`.
//!
//! Rust reads `0..(3 | pipe::map(f))`. It is told so for an `i32`, which a literal is. For a `usize`, as in
//! `0..texts.len() | ..`, the message is the compiler's own: "no implementation for `usize | Pipe<..>`".
use pipeline_core::prelude::*;

fn main() {
    let _ = 0..3 | pipe::map(|n: i32| n + 1) | pipe::count();
}
