//! A `match` that drops every item.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!({
        match 0..9 {
            _ => {}
        }
        1..2 | count()
    });
}
