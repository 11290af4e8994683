//! A run that is handed to `tokio::spawn`.
use pipeline_core::prelude::*;

fn main() {
    tokio::spawn(Stream::from_iter(0..9).count());
}
