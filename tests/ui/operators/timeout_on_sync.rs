//! `timeout` on a stage that awaits nothing.
use pipeline_core::prelude::*;

use std::time::Duration;

fn main() {
    let _ = (0..9) | pipe::try_map(|n: i32| u8::try_from(n)).timeout(Duration::from_secs(1)) | pipe::ok_only();
}
