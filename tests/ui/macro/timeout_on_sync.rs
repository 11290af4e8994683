//! `timeout` on a stage that awaits nothing.
use pipeline_core::prelude::*;

use std::time::Duration;

fn main() {
    let _ = pipeline!(0..9 | try_map(|n: i32| u8::try_from(n)).timeout(Duration::from_secs(1)) | collect_split());
}
