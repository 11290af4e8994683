//! Several streams in one: their inputs, and streams that are made of items.

mod branches;
#[allow(clippy::module_inception, reason = "the file of what gives the folder its name")]
mod combine;
mod lookahead;
mod substream;

pub use self::branches::Branches;
pub(crate) use self::lookahead::{Head, Lookahead};
pub use self::substream::Substream;
