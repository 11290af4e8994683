//! Two sides of one `match` in pairs.
use pipeline_core::prelude::*;

fn main() {
    let _ = pipeline!({
        let (small, big) = match 0..9 { n if n < 3 => n, n => n };
        small | zip(big) | count()
    });
    let () = "the program is refused to show its warnings";
}
