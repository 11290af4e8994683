//! Two functions in one macro.
use pipeline_core::prelude::*;

fn main() {
    pipeline!(
        fn first() -> Run<usize> { vec![1] | count() }
        fn second() -> Run<usize> { vec![2] | count() }
    );
}
