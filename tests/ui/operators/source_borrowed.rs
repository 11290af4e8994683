//! A source that borrows a local variable.
//!
//! A run may outlive the function that made it, so its items are owned: move the collection in, or clone
//! what is needed.
use pipeline_core::prelude::*;

fn main() {
    let words = vec![String::new()];
    let _ = words.iter() | pipe::count();
}
