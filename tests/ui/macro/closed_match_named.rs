//! A name for a `match` whose arms are all closed.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!({
        let rest = match 0..9 { n => n | drain() };
        1..2 | count()
    });
}
