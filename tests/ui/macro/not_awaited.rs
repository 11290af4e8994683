//! A pipeline that nobody awaits.
#![deny(unused_must_use)]
use pipeline_core::prelude::*;

fn main() {
    pipeline!(0..9 | count());
}
