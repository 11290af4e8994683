//! An iterator of one's own left of `|`.
//!
//! `|` knows the collections and iterators of the standard library, streams of `futures`, and receivers, by
//! name; Rust does not let a library define it for all iterators. For others there are
//! `Stream::from_iter(items)`, `Stream::from_stream(stream)` and `Stream::from_receiver(rx)`, or
//! `pipeline!(items | ..)`, which takes everything iterable.
use pipeline_core::prelude::*;

struct Countdown(u32);

impl Iterator for Countdown {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.0.checked_sub(1).inspect(|n| self.0 = *n)
    }
}

fn main() {
    let _ = Countdown(3) | pipe::count();
}
