//! A run that is handed to `tokio::spawn`.
use pipeline_core::prelude::*;

fn main() {
    tokio::spawn((0..9) | pipe::count());
}
