//! `collect` into a `Vec` of values, on a stream of results.
use pipeline_core::prelude::*;

fn parsed(texts: Vec<&'static str>) -> Run<Vec<i32>> {
    Stream::from_iter(texts).try_map(|text| text.parse::<i32>()).collect()
}

fn main() {
    drop(parsed(vec![]));
}
