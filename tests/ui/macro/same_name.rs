//! Two stages of one name.
use pipeline_core::prelude::*;

fn inc(n: i32) -> i32 {
    n + 1
}

fn main() {
    let _ = pipeline!(
        0..9
            | map(inc).name("a")
            | map(inc).name("a")
            | count()
    );
}
