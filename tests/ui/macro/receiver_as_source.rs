//! A receiver in the place of an iterator.
//!
//! `Stream::from_receiver(rx)` takes receivers of tokio and kanal, `Stream::from_stream(stream)` a
//! `futures::Stream`. Left of the first `|` of the operators both may stand as they are.
use pipeline_core::prelude::*;

fn main() {
    let (_tx, rx) = tokio::sync::mpsc::channel::<i32>(1);
    let _ = pipeline!(rx | count());
}
