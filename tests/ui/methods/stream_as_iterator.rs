//! A stream of `futures` in the place of an iterator.
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_iter(futures::stream::iter([1]));
}
