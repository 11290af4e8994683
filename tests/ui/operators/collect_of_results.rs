//! `collect` into a `Vec` of values, on a stream of results.
use pipeline_core::prelude::*;

fn parsed(texts: Vec<&'static str>) -> Run<Vec<i32>> {
    texts | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::collect()
}

fn main() {
    drop(parsed(vec![]));
}
