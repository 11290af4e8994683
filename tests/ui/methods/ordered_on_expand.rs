//! `ordered` on a stage that has no order.
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_iter(0..9).expand(|n| (n, None)).ordered();
}
