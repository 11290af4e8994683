//! `timeout` on a stage whose error cannot tell of it.
use pipeline_core::prelude::*;

use std::time::Duration;

fn main() {
    let _ = Stream::from_iter(0..9)
        .try_map_async(|_| async { Err::<(), _>("no") })
        .timeout(Duration::from_secs(1));
}
