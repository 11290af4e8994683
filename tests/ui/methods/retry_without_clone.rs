//! `retry` of items that cannot be cloned.
use pipeline_core::prelude::*;

use pipeline_core::retry::ConstantBuilder;

struct Job;

fn main() {
    let _ = Stream::from_iter([Job]).try_map(|_| Err::<(), _>("no")).retry(ConstantBuilder::new());
}
