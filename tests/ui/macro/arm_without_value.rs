//! An arm with nothing behind its arrow.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!(match 0..9 {
        0 => ,
        n => n | count(),
    });
}
