//! `from_receiver` of what is no receiver.
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_receiver(vec![1]);
}
