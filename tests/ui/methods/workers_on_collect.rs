//! `workers` on a terminal that has no function.
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_iter(0..9).collect::<Vec<i32>>().workers(4);
}
