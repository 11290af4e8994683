//! A `match` with more arms than it can have.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!({
        match 0..9 {
            0 => 0 | drain(),
            1 => 1 | drain(),
            2 => 2 | drain(),
            3 => 3 | drain(),
            4 => 4 | drain(),
            5 => 5 | drain(),
            6 => 6 | drain(),
            7 => 7 | drain(),
            8 => 8 | drain(),
            _ => {}
        }
    });
}
