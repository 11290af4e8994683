//! Several workers that make one call after another for the items of one key, and calls for different keys at
//! the same time.

mod emit;
mod lanes;
mod pool;

pub(crate) use self::pool::{KeyOf, start_keyed};
