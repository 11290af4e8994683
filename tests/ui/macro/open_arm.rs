//! A `match` whose open arm leads nowhere.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!({
        let [a, b] = 0..9 | tee();
        match a {
            0 => 0 | drain(),
            n => n,
        }
        b | count()
    });
}
