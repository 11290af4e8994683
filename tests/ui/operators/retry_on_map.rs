//! `retry` on a stage that cannot fail.
use pipeline_core::prelude::*;

use pipeline_core::retry::ConstantBuilder;

fn main() {
    let _ = Stream::from_iter(0..9) | pipe::map(|n| n + 1).retry(ConstantBuilder::new()) | pipe::count();
}
