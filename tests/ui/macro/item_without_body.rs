//! An item that is only declared.
use pipeline_core::prelude::*;

fn main() {
    pipeline!(fn report(urls: Vec<String>) -> Run<usize>;);
}
