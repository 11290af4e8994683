//! A run of a terminal with workers, returned as a `Run<R>`.
//!
//! Such a terminal takes `.workers(n)`, and its type says so. `.into()` takes that off, as with a `Stream`.
use pipeline_core::prelude::*;

fn greeted(names: Vec<String>) -> Run<()> {
    Stream::from_iter(names).for_each(|name| println!("hello {name}"))
}

fn main() {
    drop(greeted(vec![]));
}
