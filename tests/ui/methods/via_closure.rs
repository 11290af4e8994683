//! A closure in `via` that does not say what it takes.
//!
//! `via` takes more than functions, pipes too, so the compiler cannot tell the closure its argument:
//! `via(|s: Stream<i32>| ..)`. In `pipeline!` it can.
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_iter(0..9).via(|s| s.map(|n| n + 1));
}
