//! Items that cannot go from thread to thread.
//!
//! Items are handed from task to task, so they are `Send`: `Arc` in place of `Rc`. Only the first error
//! counts: behind it stands a `Stream<Rc<_>>`, which has no methods.
use pipeline_core::prelude::*;

use std::rc::Rc;

fn main() {
    let _ = pipeline!(0..3 | map(|n| Rc::new(n)) | map(|n| *n + 1) | count());
}
