//! Lines on standard error that tell how far a run is.

mod bars;
mod progress;

pub(crate) use self::bars::Lines;
pub(crate) use self::progress::progress;
