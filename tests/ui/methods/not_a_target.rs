//! `send_to` into what is no channel.
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_iter(0..9).send_to(vec![1]);
}
