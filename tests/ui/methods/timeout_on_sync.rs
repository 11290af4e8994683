//! `timeout` on a stage that awaits nothing.
use pipeline_core::prelude::*;

use std::time::Duration;

fn main() {
    let _ = Stream::from_iter(0..9).try_map(|_| Err::<(), _>("no")).timeout(Duration::from_secs(1));
}
