//! What is not awaited, or not even closed.
#![deny(unused_must_use)]

use pipeline_core::prelude::*;

fn main() {
    Stream::from_iter(0..9).map(|n| n + 1);
    (0..9) | pipe::map(|n| n + 1);
    pipe::take::<i32, Plain>(3);
    Stream::from_iter(0..9).count();
}
