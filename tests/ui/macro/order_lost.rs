//! A stage that counts on an order which the one before it does not keep.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!(0..9 | map(inc).workers(4) | enumerate() | count());
    let () = "the program is refused to show its warnings";
}
