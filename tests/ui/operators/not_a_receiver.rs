use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_receiver(vec![1]);
}
