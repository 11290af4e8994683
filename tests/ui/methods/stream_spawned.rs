//! A stream that is spawned, without a terminal.
use pipeline_core::prelude::*;

fn main() {
    tokio::spawn(Stream::from_iter(0..3).map(|n| n + 1));
}
