//! A range of `usize` without parentheses.
//!
//! Of several number types that `|` could be for the compiler would tell nothing, not even of literals, so
//! it knows one, `i32`, and the message here is its own. Put the range in parentheses: `(0..texts.len()) |
//! ..`.
use pipeline_core::prelude::*;

fn main() {
    let texts = ["a", "b"];
    let _ = 0..texts.len() | pipe::map(|n: usize| n + 1) | pipe::count();
}
