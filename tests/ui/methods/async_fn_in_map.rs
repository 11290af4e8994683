//! An `async` function in `map`, and a `collect` of what it gives.
//!
//! To `map` the future is a value like any other, and nothing awaits it. `map_async` does.
use pipeline_core::prelude::*;

async fn doubled(n: i32) -> i32 {
    n * 2
}

fn run() -> Run<Vec<i32>> {
    Stream::from_iter([1]).map(doubled).collect()
}

fn main() {
    drop(run());
}
